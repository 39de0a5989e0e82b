import { expect } from "chai";
import { systemRandom } from "../../lib/crypto/index.js";
import { askSeveral, askSntp } from "../../lib/health/sntp.js";
import { freePort } from "../support/free-port.js";
import { type SntpMode, startSntp, type TestSntp } from "../support/sntp-server.js";

const host = "127.0.0.1";
const parts = { clock: Date.now, random: systemRandom, patience: 300 };

describe("askSntp", () => {
  let server: TestSntp;
  let ahead = 0;
  beforeEach(async () => {
    ahead = 0;
    server = await startSntp(() => Date.now() + ahead);
  });
  afterEach(() => server.close());
  const ask = (more = {}) => askSntp({ host, port: server.port }, { ...parts, ...more });

  for (const offset of [90_000, -90_000, 0]) {
    it(`tells that the server is ${offset / 1000} s ahead`, async () => {
      ahead = offset;
      const result = await ask();
      if (!result.ok) throw new Error(result.detail);
      expect(result.offset).to.be.closeTo(offset, 250);
      expect(result.roundTrip).to.be.within(0, 300);
    });
  }

  it("goes on after 2036, when the count of seconds starts again", async () => {
    const then = Date.UTC(2040, 0, 1);
    ahead = then - Date.now();
    const result = await ask({ clock: () => then });
    if (!result.ok) throw new Error(result.detail);
    expect(result.offset).to.be.closeTo(0, 250);
  });

  const refusals: readonly [SntpMode, string, RegExp][] = [
    ["refuse", "refused", /RATE/],
    ["lost", "refused", /does not know/],
    ["silent", "silent", /no answer/],
    ["short", "silent", /too short/],
    ["forged", "silent", /not to our question/],
    ["client", "silent", /not from a server/],
  ];
  for (const [mode, reason, detail] of refusals) {
    it(`takes no time of a server that is in the mode "${mode}"`, async () => {
      server.mode = mode;
      const result = await ask();
      expect(result).to.include({ ok: false, reason });
      expect((result as { detail?: string }).detail).to.match(detail);
    });
  }

  it("sends 8 random bytes in place of our time, others each time", async () => {
    await ask();
    await ask();
    const [one, other] = server.questions.map((question) => question.subarray(40).toString("hex"));
    expect(one).to.have.length(16).and.not.equal(other);
    expect(server.questions[0]?.subarray(1, 40).every((byte) => byte === 0)).to.equal(true);
    const seconds = server.questions.map((question) => question.readUInt32BE(40) - 2_208_988_800);
    expect(seconds.every((value) => Math.abs(value - Date.now() / 1000) < 3600)).to.equal(false);
  });

  it("ends at once at a closed port, and at a name that nobody has", async () => {
    const port = await freePort();
    expect(await askSntp({ host, port }, parts)).to.include({ ok: false, reason: "refused" });
    const nobody = await askSntp({ host: "no-such-host.invalid", port: 123 }, parts);
    expect(nobody).to.include({ ok: false });
    expect(["unknown-host", "silent"]).to.include((nobody as { reason: string }).reason);
  });

  it("takes the middle of several, whatever one of them says", async () => {
    const others = await Promise.all([
      startSntp(() => Date.now() + 3_600_000),
      startSntp(() => Date.now() + 1000),
    ]);
    const silent = await startSntp(Date.now);
    silent.mode = "silent";
    try {
      const all = [server, ...others, silent].map(({ port }) => ({ host, port }));
      const result = await askSeveral(all, parts);
      if (!result.ok) throw new Error(result.detail);
      expect(result.offset).to.be.closeTo(1000, 250);
    } finally {
      await Promise.all([...others, silent].map((one) => one.close()));
    }
  });
});
