import crypto from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { createKeyring, sameText } from "../../lib/crypto/index.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** What `work` gives while Node's own comparison answers as it is told. That time tells nothing cannot be measured here. */
function whileNodeSays<T>(answer: boolean, work: () => T): T {
  const { timingSafeEqual } = crypto;
  const say = (is: typeof timingSafeEqual) => {
    crypto.timingSafeEqual = is;
    syncBuiltinESMExports();
  };
  say(() => answer);
  try {
    return work();
  } finally {
    say(timingSafeEqual);
  }
}

/** The comparisons by `===` of what is called a MAC or a signature, as they are written. */
function comparisons(path: string): string[] {
  const terms = readFileSync(`${root}${path}`, "utf8").split(/\n|&&|\|\|/);
  return terms
    .filter((term) => /[!=]==(?! undefined| ")/.test(term) && /mac\b|signature/i.test(term))
    .map((term) => `${path}: ${term.trim().replace(/\).*/, "")}`);
}

describe("A comparison with what is made with a key", () => {
  const keyring = createKeyring(["a secret of the tests, of 32 bytes or more"]);

  it("is Node's timingSafeEqual, whatever the texts are", () => {
    expect(whileNodeSays(false, () => sameText("secret", "secret"))).to.equal(false);
    expect(whileNodeSays(true, () => sameText("secret", "public"))).to.equal(true);
    expect(sameText("secret", "public")).to.equal(false);
  });

  it("is so for the MAC of a code, a form or a ticket", () => {
    const mac = keyring.mac("form", "text");
    expect(whileNodeSays(false, () => keyring.macFits("form", "text", mac))).to.equal(false);
    expect(whileNodeSays(true, () => keyring.macFits("form", "other", mac))).to.equal(true);
  });

  it("is written nowhere else: what is compared by === is kept, on both sides", () => {
    const files = ["lib", "strategies", "storage"].flatMap((folder) =>
      readdirSync(`${root}${folder}`, { recursive: true, encoding: "utf8" })
        .filter((path) => /\.tsx?$/.test(path))
        .map((path) => `${folder}/${path}`),
    );
    expect(files.flatMap(comparisons).sort()).to.deep.equal([
      "lib/audit/verify.ts: before.mac !== seal.previous",
      "lib/audit/verify.ts: if (endMac !== seal.mac",
      "lib/core/email.ts: newEmail.mac !== mac", // is it still the code that was judged?
    ]);
  });
});
