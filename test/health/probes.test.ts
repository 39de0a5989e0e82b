import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { expect } from "chai";
import type { Mailer } from "../../lib/contract/index.js";
import { systemRandom } from "../../lib/crypto/index.js";
import { createProbes, type ProbeSettings } from "../../lib/health/index.js";
import { createSmtpMailer } from "../../lib/mail/index.js";
import { startSmtp } from "../support/smtp.js";
import { answerTo, startSntp } from "../support/sntp-server.js";

const off: ProbeSettings = { mail: false, internet: [], clock: [] };

describe("probes", () => {
  const open: Server[] = [];
  const sockets: Socket[] = [];
  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.destroy();
    for (const server of open.splice(0)) server.close();
  });

  const probes = (settings: Partial<ProbeSettings>, mailer?: Mailer) =>
    createProbes({ settings: { ...off, ...settings }, mailer, clock: Date.now, random: systemRandom });
  /** A port that takes connections and says nothing; how many came. */
  const silent = async () => {
    let count = 0;
    const server = createServer((socket) => {
      count += 1;
      sockets.push(socket);
      socket.on("error", () => {});
    });
    open.push(server);
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return { address: `127.0.0.1:${(server.address() as AddressInfo).port}`, count: () => count };
  };
  const closed = async () => {
    const { address } = await silent();
    open.pop()?.close();
    return address;
  };
  const mailerTo = (address: string) =>
    createSmtpMailer({ smtp: `smtp://${address}`, from: "net2@net2.example" });
  const taking = async <T>(work: Promise<T>) => {
    const begun = performance.now();
    return { answer: await work, time: performance.now() - begun };
  };

  it("say that the mail server answers, by asking it", async () => {
    const smtp = await startSmtp();
    const mailer = createSmtpMailer({ smtp: smtp.url, from: "net2@net2.example" });
    expect(await probes({ mail: true }, mailer).mail()).to.deep.equal({ state: "ok" });
    mailer.close();
    await smtp.close();
    expect(await probes({ mail: true }).mail()).to.include({ state: "failed" });
  });

  it("find the network cut: a port that is closed, one that never answers, a name that is none; each within 3 s, side by side", async function () {
    this.timeout(10_000);
    const { address } = await silent();
    const shut = await closed();
    const names = probes({ mail: true, internet: ["no.such.name.invalid:443"] }, mailerTo(shut));
    const hangs = probes({ mail: true, internet: [shut], clock: [address] }, mailerTo(address));
    const { answer, time } = await taking(
      Promise.all([names.mail(), names.internet(), hangs.mail(), hangs.internet(), hangs.clock()]),
    );
    expect(answer.map(({ state }) => state)).to.deep.equal([
      "failed",
      "failed",
      "failed",
      "failed",
      "failed",
    ]);
    expect(answer[0]?.detail).to.match(/refused/i);
    expect(answer[2]?.detail).to.include("3 seconds");
    expect(time).to.be.within(2500, 3600);
  });

  it("find the internet where one of the hosts takes a connection", async () => {
    const { address } = await silent();
    expect(await probes({ internet: [await closed(), address] }).internet()).to.deep.equal({ state: "ok" });
  });

  it("take the middle of what the time servers say, of those that answer", async () => {
    const servers = await Promise.all(
      [90_000, 91_000, -3_600_000].map((ahead) =>
        startSntp((question) => [answerTo(question, Date.now() + ahead)]),
      ),
    );
    const answer = await probes({ clock: servers.map(({ address }) => address) }).clock();
    expect(answer.ahead).to.be.closeTo(90_000, 200);
    for (const server of servers) await server.close();
  });

  it("send nothing when they are off", async () => {
    const { address, count } = await silent();
    const sntp = await startSntp(() => []);
    const none = probes({}, mailerTo(address));
    const answers = await Promise.all([none.mail(), none.internet(), none.clock()]);
    expect(answers.map(({ state }) => state)).to.deep.equal(["off", "off", "off"]);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect([count(), sntp.asked.length]).to.deep.equal([0, 0]);
    await sntp.close();
  });

  it("ask the host's own functions in their place, which may throw", async () => {
    const own = probes({ mail: async () => true, internet: async () => false, clock: async () => -1500 });
    expect(await own.mail()).to.deep.equal({ state: "ok" });
    expect(await own.internet()).to.deep.equal({ state: "failed" });
    expect(await own.clock()).to.deep.equal({ state: "ok", ahead: -1500 });
    const broken = () => Promise.reject(new Error("no route"));
    const failing = probes({ mail: broken, internet: broken, clock: broken });
    for (const ask of [failing.mail, failing.internet, failing.clock])
      expect(await ask()).to.deep.equal({ state: "failed", detail: "no route" });
  });

  it("ask once for many pages, and again when it is to be fresh", async () => {
    let asked = 0;
    const counted = probes({ mail: async () => ++asked > 0 });
    await Promise.all(Array.from({ length: 20 }, () => counted.mail()));
    expect(asked).to.equal(1);
    await Promise.all(Array.from({ length: 20 }, () => counted.mail({ fresh: true })));
    expect(asked, "those that want it fresh share one too").to.equal(2);
    await counted.mail({ fresh: true });
    expect(asked).to.equal(3);
  });
});
