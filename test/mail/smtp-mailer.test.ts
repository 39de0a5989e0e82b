import { expect } from "chai";
import PostalMime from "postal-mime";
import type { Mail } from "../../lib/contract/index.js";
import { DeliveryError, MfaError } from "../../lib/errors/index.js";
import { createSmtpMailer, type SmtpMailerOptions } from "../../lib/mail/index.js";
import { greeting, polite, scriptedServer, smtpServer, type TestServer } from "./servers.js";

const mail: Mail = {
  to: "anna@net2.example",
  subject: "Your code – 123 456",
  text: "Your code is 123 456.\n.\nA line of one dot, above.",
  html: "<p>Your code is <b>123 456</b>.</p>",
};

/** Short enough for a test, long enough for a busy machine. */
const timeouts = { connect: 400, greeting: 400, total: 600 };

function mailerTo(server: { readonly url: string }, extra: Partial<SmtpMailerOptions> = {}) {
  return createSmtpMailer({ smtp: server.url, from: "Net2 <net2@net2.example>", timeouts, ...extra });
}

async function failure(work: Promise<void>): Promise<DeliveryError> {
  try {
    await work;
  } catch (error) {
    expect(error).instanceOf(DeliveryError);
    return error as DeliveryError;
  }
  throw new Error("it went through");
}

describe("SMTP mailer", () => {
  const servers: TestServer[] = [];
  const started = async <T extends TestServer>(starting: Promise<T>): Promise<T> => {
    const server = await starting;
    servers.push(server);
    return server;
  };
  afterEach(() => Promise.all(servers.splice(0).map((server) => server.close())));

  describe("delivery", () => {
    it("hands over the mail with both bodies, sender and recipient", async () => {
      const server = await started(smtpServer());
      await mailerTo(server).send(mail);
      const [taken] = server.taken;
      expect(taken?.from).equal("net2@net2.example");
      expect(taken?.to).deep.equal(["anna@net2.example"]);
      const parsed = await PostalMime.parse(taken?.raw ?? "");
      expect(parsed.from).deep.include({ name: "Net2", address: "net2@net2.example" });
      expect(parsed.to?.map(({ address }) => address)).deep.equal([mail.to]);
      expect(parsed.subject).equal(mail.subject);
      expect(parsed.text?.trim()).equal(mail.text);
      expect(parsed.html?.trim()).equal(mail.html);
    });

    it("asks machines not to answer, and does not name its software", async () => {
      const server = await started(smtpServer());
      await mailerTo(server).send(mail);
      const { headers } = await PostalMime.parse(server.taken[0]?.raw ?? "");
      expect(headers.find(({ key }) => key === "auto-submitted")?.value).equal("auto-generated");
      expect(headers.map(({ key }) => key)).not.include("x-mailer");
    });

    it("takes options in the place of a URL, and signs in with them", async () => {
      let login: unknown;
      const server = await started(
        smtpServer({
          allowInsecureAuth: true,
          onAuth: ({ username, password }, _session, done) => {
            login = { username, password };
            done(null, { user: username });
          },
        }),
      );
      const auth = { user: "net2", pass: "swordfish" };
      await mailerTo(server, { smtp: { host: "127.0.0.1", port: server.port, auth } }).send(mail);
      expect(login).deep.equal({ username: "net2", password: "swordfish" });
      expect(server.taken).length(1);
    });
  });

  describe("failures that surely left it unsent", () => {
    it("are: no server at all", async () => {
      const server = await smtpServer();
      await server.close();
      const error = await failure(mailerTo(server).send(mail));
      expect(error.unsent).equal(true);
      expect(error.message).include("ECONNREFUSED");
    });

    it("are: a server that never greets, within the limit", async () => {
      const server = await started(
        scriptedServer(
          () => {},
          () => {},
        ),
      );
      const error = await failure(
        mailerTo(server, { timeouts: { greeting: 300, total: 60_000 } }).send(mail),
      );
      expect(error.unsent).equal(true);
      expect(error.message).include("too long");
    });

    it("are: a server that hangs at RCPT TO, within the limit", async () => {
      const server = await started(smtpServer({ onRcptTo: () => {} }));
      const before = Date.now();
      const error = await failure(mailerTo(server).send(mail));
      expect(Date.now() - before).within(500, 3_000);
      expect(error.unsent).equal(true);
      expect(server.taken).length(0);
    });

    it("are: a recipient refused with 550", async () => {
      const refusal = Object.assign(new Error("5.1.1 no such mailbox"), { responseCode: 550 });
      const server = await started(smtpServer({ onRcptTo: (_address, _session, done) => done(refusal) }));
      const error = await failure(mailerTo(server).send(mail));
      expect(error.unsent).equal(true);
      expect(error.message).equal("the mail server refused RCPT TO: 550 5.1.1");
    });

    it("are: a sender put off with 451", async () => {
      const later = Object.assign(new Error("later"), { responseCode: 451 });
      const server = await started(smtpServer({ onMailFrom: (_address, _session, done) => done(later) }));
      const error = await failure(mailerTo(server).send(mail));
      expect(error.unsent).equal(true);
      expect(error.message).equal("the mail server refused MAIL FROM: 451");
    });

    it("are: 451 in answer to the dot that ends the mail", async () => {
      const server = await started(
        scriptedServer(
          greeting,
          polite((socket) => socket.write("451 4.3.0 try later\r\n")),
        ),
      );
      const error = await failure(mailerTo(server).send(mail));
      expect(error.unsent).equal(true);
      expect(error.message).equal("the mail server refused DATA: 451 4.3.0");
    });

    it("are: a login that is not taken, told without the login", async () => {
      const server = await started(
        smtpServer({
          allowInsecureAuth: true,
          onAuth: ({ password }, _session, done) => done(new Error(`wrong password ${password}`)),
        }),
      );
      const smtp = `smtp://net2:swordfish@127.0.0.1:${server.port}`;
      const error = await failure(mailerTo(server, { smtp }).send(mail));
      expect(error.unsent).equal(true);
      expect(error.message).equal("the mail server refused AUTH PLAIN: 535");
      expect(JSON.stringify([error, error.message, error.stack, error.cause])).not.include("swordfish");
    });
  });

  describe("failures after which nobody can say", () => {
    it("are: the connection lost after the dot", async () => {
      const server = await started(
        scriptedServer(
          greeting,
          polite((socket) => socket.destroy()),
        ),
      );
      expect((await failure(mailerTo(server).send(mail))).unsent).equal(false);
    });

    it("are: no answer to the dot, within the limit", async () => {
      const server = await started(
        scriptedServer(
          greeting,
          polite(() => {}),
        ),
      );
      const before = Date.now();
      expect((await failure(mailerTo(server).send(mail))).unsent).equal(false);
      expect(Date.now() - before).below(3_000);
    });

    it("are: a refusal that was cut off together with the connection", async () => {
      const server = await started(
        scriptedServer(
          greeting,
          polite((socket) => socket.end("451 4.3")),
        ),
      );
      expect((await failure(mailerTo(server).send(mail))).unsent).equal(false);
    });
  });

  it("is not held by a server that trickles", async () => {
    const server = await started(
      scriptedServer(greeting, (line, socket) => {
        if (!line.startsWith("EHLO")) return;
        const drip = setInterval(() => socket.write("2"), 50);
        socket.on("close", () => clearInterval(drip));
      }),
    );
    const before = Date.now();
    expect((await failure(mailerTo(server).send(mail))).unsent).equal(true);
    expect((await failure(mailerTo(server).verify())).message).include("too long");
    expect(Date.now() - before).below(5_000);
  });

  it("waits for no server's answer to a verify once it is closed", async () => {
    const mailer = mailerTo(
      await started(
        scriptedServer(
          () => {},
          () => {},
        ),
      ),
      { timeouts: { total: 10_000, greeting: 300 } },
    );
    const before = Date.now();
    const asked = failure(mailer.verify());
    mailer.close();
    expect((await asked).message).include("closed");
    expect(Date.now() - before).below(250);
    expect((await failure(mailer.verify())).message).include("closed");
  });

  it("writes no mail into the host's log, also where the host debugs", async () => {
    const server = await started(smtpServer());
    const lines: unknown[] = [];
    const log = (...entry: unknown[]) => void lines.push(entry);
    const logger = { level: () => {}, trace: log, debug: log, info: log, warn: log, error: log, fatal: log };
    const smtp = { host: "127.0.0.1", port: server.port, logger, debug: true };
    await mailerTo(server, { smtp }).send(mail);
    expect(lines).not.empty;
    expect(JSON.stringify(lines)).not.include("123 456");
  });

  it("tells what the server quoted to nobody", async () => {
    const server = await started(
      scriptedServer(
        greeting,
        polite((socket) => socket.write("554 5.7.1 looks like spam: 123 456\r\n")),
      ),
    );
    const error = await failure(mailerTo(server).send(mail));
    expect(JSON.stringify([error, error.message, error.stack, error.cause])).not.include("123 456");
  });

  describe("line breaks", () => {
    it("in the subject start no other header", async () => {
      const server = await started(smtpServer());
      await mailerTo(server).send({ ...mail, subject: "Hello\r\nBcc: eve@evil.example\n\nX: y\rZ: z" });
      const parsed = await PostalMime.parse(server.taken[0]?.raw ?? "");
      expect(server.taken[0]?.to).deep.equal([mail.to]);
      expect(parsed.bcc ?? []).deep.equal([]);
      expect(parsed.subject).equal("Hello Bcc: eve@evil.example X: y Z: z");
      expect(parsed.text?.trim()).equal(mail.text);
    });

    const addresses = [
      "anna@net2.example\r\nBcc: eve@evil.example",
      "anna@net2.example\nRCPT TO:<eve@evil.example>",
      "anna@net2.example, eve@evil.example",
      "anna@net2.example>,<eve@evil.example",
      "Anna <anna@net2.example>",
      "anna",
      "",
    ];
    for (const to of addresses) {
      it(`and lists in the recipient send nothing: ${JSON.stringify(to)}`, async () => {
        const server = await started(smtpServer());
        const error = await failure(mailerTo(server).send({ ...mail, to }));
        expect(error).include({ unsent: true, message: "the address is not one plain mailbox" });
        expect(server.taken).length(0);
      });
    }

    for (const from of [
      "Net2 <net2@net2.example>\r\nBcc: x@y.example",
      "Net2\n <net2@net2.example>",
      "Net2",
      "a@b, c@d",
    ]) {
      it(`and lists in the sender are refused at the start: ${JSON.stringify(from)}`, () => {
        expect(() => createSmtpMailer({ smtp: "smtp://127.0.0.1:1", from })).throw(MfaError, 'option "from"');
      });
    }
  });

  for (const smtp of ["", "mail.example.com:587", "http://net2:swordfish@mail.example.com", "smtp://"]) {
    it(`refuses at the start what is no URL of a mail server, without quoting it: ${JSON.stringify(smtp)}`, () => {
      const start = () => createSmtpMailer({ smtp, from: "net2@net2.example" });
      expect(start).throw(MfaError, /^option "smtp" (?!.*swordfish)/);
    });
  }

  it("verifies that the server answers and takes the login", async () => {
    const server = await started(
      smtpServer({
        allowInsecureAuth: true,
        onAuth: ({ username, password }, _session, done) =>
          password === "swordfish" ? done(null, { user: username }) : done(new Error("no")),
      }),
    );
    await mailerTo(server, { smtp: `smtp://net2:swordfish@127.0.0.1:${server.port}` }).verify();
    const error = await failure(
      mailerTo(server, { smtp: `smtp://net2:guess@127.0.0.1:${server.port}` }).verify(),
    );
    expect(error.message).include("535");
  });

  it("does not send in clear where TLS is required", async () => {
    const server = await started(smtpServer());
    const error = await failure(mailerTo(server, { smtp: `${server.url}?requireTLS=true` }).send(mail));
    expect(error.unsent).equal(true);
    expect(server.taken).length(0);
  });

  it("keeps its time limits whatever the URL says", async () => {
    const server = await started(smtpServer({ onRcptTo: () => {} }));
    const smtp = `${server.url}?pool=true&socketTimeout=600000`;
    const before = Date.now();
    await failure(mailerTo(server, { smtp }).send(mail));
    expect(Date.now() - before).below(3_000);
  });

  it("gives up what is under way when it is closed, and sends nothing after that", async () => {
    const server = await started(smtpServer({ onRcptTo: () => {} }));
    const mailer = mailerTo(server, { timeouts: { ...timeouts, total: 60_000 } });
    const sending = failure(mailer.send(mail));
    await new Promise((resolve) => setTimeout(resolve, 100));
    mailer.close();
    expect((await sending).unsent).equal(true);
    expect((await failure(mailer.send(mail))).message).include("closed");
  });
});
