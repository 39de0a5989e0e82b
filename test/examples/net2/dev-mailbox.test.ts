import { expect } from "chai";
import express from "express";
import { createTransport } from "nodemailer";
import { type Mailbox, startMailbox } from "../../../examples/net2/dev-mailbox.js";
import { mailboxRoutes } from "../../../examples/net2/mailbox-routes.js";
import { freePort } from "../../support/free-port.js";
import { send as request } from "../../support/http.js";

describe("The development mailbox", () => {
  let mailbox: Mailbox;
  beforeEach(async () => {
    mailbox = await startMailbox();
  });
  afterEach(() => mailbox.close());

  async function deliver(...subjects: string[]): Promise<void> {
    const transport = createTransport({ url: mailbox.smtpUrl, pool: true, maxConnections: 1 });
    for (const subject of subjects) {
      const [from, to] = ["Net2 <net2@net2.example>", "anna@net2.example"];
      await transport.sendMail({ from, to, subject, text: "Kod: 123456 åäö", html: "<b>123456</b>" });
    }
    transport.close();
  }

  it("takes mail over SMTP and shows the newest first", async () => {
    await deliver("first", "second");
    expect(mailbox.mails().map(({ subject }) => subject)).to.deep.equal(["second", "first"]);
    expect(mailbox.mails()[0]).to.include({ to: "anna@net2.example", from: "Net2 <net2@net2.example>" });
    expect(mailbox.mails()[0]?.text.trim()).to.equal("Kod: 123456 åäö");
    expect(mailbox.mails()[0]?.html.trim()).to.equal("<b>123456</b>");
  });

  it("keeps the last hundred", async () => {
    await deliver(...Array.from({ length: 103 }, (_, index) => `mail ${index}`));
    expect(mailbox.mails()).to.have.length(100);
    expect(mailbox.mails()[99]).to.have.property("subject", "mail 3");
  });

  it("refuses a mail that is too large, and goes on", async () => {
    const error = await deliver("x".repeat(300 * 1024)).catch((thrown: unknown) => thrown);
    expect(error).to.have.property("responseCode", 552);
    await deliver("small");
    expect(mailbox.mails().map(({ subject }) => subject)).to.deep.equal(["small"]);
  });

  describe("over HTTP", () => {
    let origin: string;
    let close: () => void;
    beforeEach(async () => {
      const port = await freePort();
      const server = express().use("/dev/mail", mailboxRoutes(mailbox, port)).listen(port, "127.0.0.1");
      close = () => server.close();
      origin = `http://127.0.0.1:${port}`;
    });
    afterEach(() => close());

    const ask = (headers: Record<string, string>) => request(new URL("/dev/mail", origin), { headers });

    it("gives JSON to whoever asks for it, and a page to others", async () => {
      await deliver("<script>");
      const json: unknown = (await ask({ Accept: "application/json" })).json();
      expect(json).to.deep.equal(mailbox.mails());
      const page = await ask({ Accept: "text/html" });
      expect(page.text).to.include("&lt;script&gt;").and.not.include("<script>").and.not.include("<b>123456");
    });

    it("tells nothing to a page elsewhere that points its own name here", async () => {
      await deliver("code");
      const { status, text } = await ask({ Host: "evil.example", Accept: "application/json" });
      expect(status).to.equal(404);
      expect(text).not.to.include("code");
    });
  });
});
