import { expect } from "chai";
import { systemRandom } from "../../lib/crypto/index.js";
import { askTime } from "../../lib/health/sntp.js";
import { answerTo, type SntpServer, startSntp } from "../support/sntp-server.js";

describe("askTime", () => {
  const servers: SntpServer[] = [];
  afterEach(async () => {
    for (const server of servers.splice(0)) await server.close();
  });
  const serve = async (answers: Parameters<typeof startSntp>[0]) => {
    const server = await startSntp(answers);
    servers.push(server);
    return server;
  };
  const ask = (address: string, patience = 300, clock = Date.now) =>
    askTime(address, { clock, random: systemRandom, patience });
  const refused = async (address: string) =>
    String(await ask(address).catch((error: Error) => error.message));

  for (const off of [0, 90_000, -90_000, 3_600_000]) {
    it(`says that a server is ${off / 1000} s ahead`, async () => {
      const { address } = await serve((question) => [answerTo(question, Date.now() + off)]);
      const { ahead, delay } = await ask(address);
      expect(ahead).to.be.closeTo(off, 100);
      expect(delay).to.be.within(0, 200);
    });
  }

  it("reads the time after the count has begun anew, in 2036", async () => {
    const then = Date.UTC(2040, 1, 29, 12);
    const { address } = await serve((question) => [answerTo(question, then)]);
    expect((await ask(address, 300, () => then - 1000)).ahead).to.be.closeTo(1000, 100);
  });

  it("tells nobody what time it is here", async () => {
    const server = await serve((question) => [answerTo(question, Date.now())]);
    await ask(server.address);
    await ask(server.address);
    const [first, second] = server.asked.map((question) => question.subarray(1).toString("hex"));
    const filled = server.asked.map((question) => question.subarray(1, 40).every((byte) => byte === 0));
    expect(filled, "nothing but the cookie").to.deep.equal([true, true]);
    expect(first).to.not.equal(second);
    const seconds = server.asked[0]?.readUInt32BE(40) ?? 0;
    expect(Math.abs(seconds - (Date.now() / 1000 + 2_208_988_800)), "random, not the time").to.be.greaterThan(
      5,
    );
  });

  it("passes over answers that are not to its question, and takes the one that is", async () => {
    const { address } = await serve((question) => {
      const foreign = answerTo(question, Date.now() + 9_000_000);
      foreign.fill(7, 24, 32);
      return [foreign, Buffer.from("short"), answerTo(question, Date.now())];
    });
    expect((await ask(address)).ahead).to.be.closeTo(0, 100);
  });

  const spoilt: readonly (readonly [string, (answer: Buffer) => void, RegExp])[] = [
    ["a kiss of death", (answer) => answer.fill(0, 1, 2) && answer.write("RATE", 12), /refuses \(RATE\)/],
    ["a clock that is not set", (answer) => answer.fill((3 << 6) | (4 << 3) | 4, 0, 1), /not set/],
    ["stratum 16", (answer) => answer.fill(16, 1, 2), /not set/],
    ["a client's answer", (answer) => answer.fill((4 << 3) | 3, 0, 1), /no server/],
    ["no time", (answer) => answer.fill(0, 40, 48), /no time/],
  ];
  for (const [what, spoil, why] of spoilt) {
    it(`refuses ${what}`, async () => {
      const { address } = await serve((question) => {
        const answer = answerTo(question, Date.now());
        spoil(answer);
        return [answer];
      });
      expect(await refused(address)).to.match(why);
    });
  }

  it("waits as long as it is told to, for a server that is silent and for a port that is closed", async () => {
    const { address } = await serve(() => []);
    const begun = performance.now();
    expect(await refused(address)).to.include("does not answer");
    expect(performance.now() - begun).to.be.within(250, 800);
    const closed = await startSntp(() => []);
    await closed.close();
    expect(await refused(closed.address)).to.match(/does not answer|ECONNREFUSED/);
    expect(await refused("no.such.name.invalid")).to.match(/ENOTFOUND|EAI_AGAIN|does not answer/);
  });
});
