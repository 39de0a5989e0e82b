import { createServer, type Server, type Socket } from "node:net";
import { expect } from "chai";
import type { ClockResult, Mailer, ProbeResult } from "../../lib/contract/index.js";
import { systemRandom } from "../../lib/crypto/index.js";
import { defaultMode } from "../../lib/health/index.js";
import { createProbes, type ProbePlan } from "../../lib/health/probes.js";
import { createSmtpMailer } from "../../lib/mail/index.js";
import { freePort } from "../support/free-port.js";
import { startSmtp } from "../support/smtp.js";
import { createTestClock } from "../support/test-clock.js";

const host = "127.0.0.1";
const nothing: ProbePlan = { smtp: false, internet: [], sntp: [] };

/** Accepts, counts, and says nothing. */
async function startMute(): Promise<{ port: number; accepted: () => number; close: () => Promise<void> }> {
  const sockets = new Set<Socket>();
  let accepted = 0;
  const server: Server = createServer((socket) => {
    accepted += 1;
    sockets.add(socket);
    socket.on("error", () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    port: address.port,
    accepted: () => accepted,
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function mailerAt(port: number): Mailer {
  return createSmtpMailer({ smtp: `smtp://${host}:${port}`, from: "Net2 <net2@net2.example>" });
}

async function timed<T>(work: Promise<T>): Promise<[T, number]> {
  const started = performance.now();
  const result = await work;
  return [result, performance.now() - started];
}

describe("the probes", () => {
  const clock = createTestClock();
  const probes = (plan: Partial<ProbePlan>, mailer?: Mailer) =>
    createProbes({ ...nothing, ...plan }, { mailer, clock: clock.now, random: systemRandom });

  it("find a mail server that answers, and one that has gone", async () => {
    const smtp = await startSmtp();
    const mailer = createSmtpMailer({ smtp: smtp.url, from: "Net2 <net2@net2.example>" });
    const own = probes({ smtp: true }, mailer);
    expect(await own.smtp()).to.deep.equal({ ok: true });
    await smtp.close();
    expect(await own.smtp({ fresh: true })).to.include({ ok: false });
    mailer.close();
  });

  it("give a mail server that accepts and says nothing 3 s, and no more", async () => {
    const mute = await startMute();
    const mailer = mailerAt(mute.port);
    const [result, took] = await timed(probes({ smtp: true }, mailer).smtp());
    expect(result).to.include({ ok: false, reason: "silent" });
    expect(took).to.be.within(2900, 3500);
    mailer.close();
    await mute.close();
  });

  it("say that there is no mail server, which is not the same as being off", async () => {
    expect(await probes({ smtp: true }).smtp()).to.deep.equal({ ok: false, reason: "none" });
    expect(await probes({ smtp: false }).smtp()).to.deep.equal({ ok: false, reason: "off" });
  });

  it("are content with one host of the internet that can be reached", async () => {
    const mute = await startMute();
    const closed = { host, port: await freePort() };
    const both = await probes({ internet: [closed, { host, port: mute.port }] }).internet();
    expect(both).to.deep.equal({ ok: true, detail: `${host}:${mute.port}` });
    expect(await probes({ internet: [closed] }).internet()).to.include({ ok: false, reason: "refused" });
    await mute.close();
  });

  it("give an address where packets are lost, and a name that nobody has, 3 s at most", async () => {
    // 192.0.2.0/24 is nobody's (RFC 5737); where there is no route it ends at once.
    const lost = { host: "192.0.2.1", port: 443 };
    const [result, took] = await timed(
      probes({ internet: [lost, { host: "no-such-host.invalid", port: 443 }] }).internet(),
    );
    expect(result.ok).to.equal(false);
    expect(took).to.be.below(3500);
  });

  it("send nothing at all where they are off", async () => {
    const mute = await startMute();
    const mailer = mailerAt(mute.port);
    const own = probes({}, mailer);
    const results = await Promise.all([own.smtp(), own.internet(), own.clock()]);
    expect(results).to.deep.equal([1, 2, 3].map(() => ({ ok: false, reason: "off" })));
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(mute.accepted()).to.equal(0);
    mailer.close();
    await mute.close();
  });

  it("ask once for all who ask at once, and keep it for a minute; a failure for 10 s", async () => {
    let asked = 0;
    let answer: ProbeResult = { ok: true };
    const own = probes({
      internet: async () => {
        asked += 1;
        return answer;
      },
    });
    await Promise.all([own.internet(), own.internet({ fresh: true }), own.internet()]);
    clock.advance(59_999);
    await own.internet();
    expect(asked).to.equal(1);
    clock.advance(1);
    answer = { ok: false, reason: "failed" };
    await own.internet();
    clock.advance(9_999);
    expect(await own.internet()).to.deep.equal(answer);
    expect(asked).to.equal(2);
    clock.advance(1);
    await own.internet();
    expect(asked).to.equal(3);
    clock.advance(-3_600_000);
    await own.internet();
    expect(asked).to.equal(4);
    await own.internet({ fresh: true });
    expect(asked).to.equal(5);
  });

  it("hold the host's own functions to the same: 3 s, and nothing thrown", async () => {
    const never = () => new Promise<ClockResult>(() => {});
    const throws = () => Promise.reject(new Error("broken"));
    const [[clockResult, took], internet] = await Promise.all([
      timed(probes({ sntp: never }).clock()),
      probes({ internet: throws }).internet(),
    ]);
    expect(clockResult).to.include({ ok: false, reason: "silent" });
    expect(took).to.be.within(2900, 3500);
    expect(internet).to.deep.equal({ ok: false, reason: "failed", detail: "broken" });
  });
});

describe("defaultMode", () => {
  const yes = { smtp: { ok: true } } as const;
  const no = { smtp: { ok: false, reason: "silent" } } as const;

  it("is e-mail where the mail server answers, else the app, else what there is", () => {
    expect(defaultMode(["email", "app", "either"], yes)).to.equal("email");
    expect(defaultMode(["email", "app", "either"], no)).to.equal("app");
    expect(defaultMode(["email"], no)).to.equal("email");
    expect(defaultMode(["app"], yes)).to.equal("app");
    expect(defaultMode([], yes)).to.equal("off");
  });
});
