import { createHmac } from "node:crypto";
import { expect } from "chai";
import { servicesFor } from "../../../lib/testing/index.js";
import { totp } from "../../../strategies/index.js";
import { needs } from "../../support/needs.js";
import { oathtool } from "../../support/oathtool.js";

/** Of both RFCs: "12345678901234567890", as Base32. */
const secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

/** Appendix B's codes have eight digits; six are the last six of them (RFC 4226 §5.3: modulo 10^digits). */
const rfc6238 = [
  [59, "94287082"],
  [1_111_111_109, "07081804"],
  [1_111_111_111, "14050471"],
  [1_234_567_890, "89005924"],
  [2_000_000_000, "69279037"],
  [20_000_000_000, "65353130"],
] as const;

const rfc4226 = [
  ...["755224", "287082", "359152", "969429", "338314"],
  ...["254676", "287922", "162583", "399871", "520489"],
];

const strategy = totp();

function judge(code: string, seconds: number) {
  const held = { id: "credential", own: { secret, lastStep: -1 } };
  return strategy.judge(servicesFor(strategy, { now: seconds * 1000 }), held, { code });
}

/** RFC 4226 §5.3, written down once more: independent of the library. */
function hotp(counter: bigint): string {
  const message = Buffer.alloc(8);
  message.writeBigUInt64BE(counter);
  const mac = createHmac("sha1", "12345678901234567890").update(message).digest();
  const binary = mac.readUInt32BE((mac[19] ?? 0) & 0xf) & 0x7fffffff;
  return String(binary % 1_000_000).padStart(6, "0");
}

describe("TOTP takes the codes of", () => {
  for (const [seconds, code] of rfc6238) {
    it(`RFC 6238 appendix B at ${seconds} s`, async () => {
      const finding = await judge(code.slice(-6), seconds);
      expect(finding).to.include({ right: true, use: Math.floor(seconds / 30) });
    });
  }

  for (const [counter, code] of rfc4226.entries()) {
    it(`RFC 4226 appendix D for the counter ${counter}`, async () => {
      expect(await judge(code, counter * 30)).to.include({ right: true, use: counter });
    });
  }

  // The counter has 64 bits (RFC 4226 §5.1); 2^32 steps are over in the year 6053.
  for (const counter of [2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 32 + 1, 2 ** 38]) {
    it(`the counter ${counter}, whatever its size`, async () => {
      const finding = await judge(hotp(BigInt(counter)), counter * 30);
      expect(finding).to.include({ right: true, use: counter });
      expect(await judge(hotp(BigInt(counter % 2 ** 31) + 5n), counter * 30)).to.deep.equal({ right: false });
    });
  }

  describe("a real authenticator", () => {
    before(needs("oathtool"));

    it("today, at the edges of a step, and in the year 6053", async () => {
      for (const seconds of [1_780_315_200, 1_780_315_229, 2 ** 32 * 30, 2 ** 32 * 30 + 29]) {
        const finding = await judge(oathtool(secret, seconds * 1000), seconds);
        expect(finding).to.include({ right: true, use: Math.floor(seconds / 30) });
      }
    });
  });
});
