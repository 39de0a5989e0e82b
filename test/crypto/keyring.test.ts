import { expect } from "chai";
import fc from "fast-check";
import { createKeyring } from "../../lib/crypto/index.js";
import { MfaError } from "../../lib/errors/index.js";

const first = "the first secret, of thirty-two bytes or more";
const second = "the second secret, of thirty-two bytes or more";

describe("createKeyring", () => {
  const keyring = createKeyring([first]);

  const isRefused = (sealed: string, purpose = "op", id = "1", by = keyring) =>
    expect(() => by.open(purpose, id, sealed), sealed)
      .to.throw(MfaError)
      .with.property("code", "ERR_MFA_SECRET");

  it("opens what it sealed, any text for any purpose and id", () => {
    const text = fc.string({ unit: "grapheme", maxLength: 300 });
    fc.assert(
      fc.property(text, text, text, (purpose, id, plain) => {
        expect(keyring.open(purpose, id, keyring.seal(purpose, id, plain))).to.equal(plain);
      }),
      { numRuns: 200 },
    );
  });

  it("opens nothing for another purpose or another id, however the two are written side by side", () => {
    const words = ["", "1", ":", "11", "1:", ":1", "::", "1:1", ":1:"];
    const pairs = words.flatMap((purpose) => words.map((id) => [purpose, id] as const));
    for (const [purpose, id] of pairs) {
      const sealed = keyring.seal(purpose, id, "x");
      for (const [otherPurpose, otherId] of pairs)
        if (purpose !== otherPurpose || id !== otherId) isRefused(sealed, otherPurpose, otherId);
    }
  });

  it("seals the same text differently each time, and shows nothing of it or of the secret", () => {
    const seals = Array.from({ length: 50 }, () => keyring.seal("op", "1", "anna@net2.example"));
    expect(new Set(seals.map((sealed) => sealed.slice(0, 30))).size).to.equal(50);
    for (const sealed of seals) {
      const bytes = Buffer.from(sealed.split(".")[2] ?? "", "base64url");
      expect(bytes).to.have.length(12 + "anna@net2.example".length + 16);
      expect(bytes.includes("anna")).to.equal(false);
      expect(sealed).to.not.include("secret");
    }
  });

  it("refuses what was changed in any bit, cut off, or made up", () => {
    const sealed = keyring.seal("op", "1", "anna");
    const [version, keyId, body = ""] = sealed.split(".");
    const bytes = Buffer.from(body, "base64url");
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const changed = Buffer.from(bytes);
      changed.writeUInt8((changed[bit >> 3] ?? 0) ^ (1 << (bit & 7)), bit >> 3);
      isRefused(`${version}.${keyId}.${changed.toString("base64url")}`);
    }
    for (let length = 0; length < bytes.length; length += 1)
      isRefused(`${version}.${keyId}.${bytes.subarray(0, length).toString("base64url")}`);
    for (const made of [
      "",
      ".",
      "..",
      "v1",
      `v2.${keyId}.${body}`,
      `${version}.${keyId}`,
      `${version}..${body}`,
    ])
      isRefused(made);
  });

  it("opens one spelling only: no sign more, no other sign that decodes to the same", () => {
    for (const plain of ["anna", "anna ", "anna  "]) {
      const sealed = keyring.seal("op", "1", plain);
      for (const made of [`${sealed}.`, `${sealed}.x`, `${sealed}=`, `${sealed} `, `${sealed}A`])
        isRefused(made);
      for (const last of "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+/")
        if (!sealed.endsWith(last)) isRefused(sealed.slice(0, -1) + last);
    }
  });

  describe("with several secrets", () => {
    const before = createKeyring([first, second]);
    const after = createKeyring([second, first]);

    it("seals with the first and opens with all, so that rotation needs no pause", () => {
      const old = before.seal("op", "1", "old");
      const young = after.seal("op", "1", "young");
      expect(after.open("op", "1", old)).to.equal("old");
      expect(before.open("op", "1", young)).to.equal("young");
      expect(keyring.open("op", "1", old)).to.equal("old");
      isRefused(young);
      isRefused(old, "op", "1", createKeyring([second]));
    });

    it("makes a mac with the first and takes those of all", () => {
      const mac = before.mac("code", "123456");
      expect(mac).to.equal(keyring.mac("code", "123456"));
      expect(after.macFits("code", "123456", mac)).to.equal(true);
      expect(createKeyring([second]).macFits("code", "123456", mac)).to.equal(false);
    });
  });

  it("makes a mac of its own for each purpose and text", () => {
    const mac = keyring.mac("code", "123456");
    expect(mac).to.match(/^[\w-]{43}$/);
    expect(keyring.macFits("code", "123456", mac)).to.equal(true);
    expect(keyring.macFits("form", "123456", mac)).to.equal(false);
    expect(keyring.macFits("code", "123457", mac)).to.equal(false);
    for (const given of ["", mac.slice(1), `${mac}x`, "é".repeat(43)])
      expect(keyring.macFits("code", "123456", given)).to.equal(false);
  });

  it("refuses a secret of fewer than 32 bytes, at any place, and none at all", () => {
    for (const secrets of [["x".repeat(31)], [first, "short"], [""], []]) {
      expect(() => createKeyring(secrets), JSON.stringify(secrets))
        .to.throw(MfaError, /secret/)
        .with.property("code", "ERR_MFA_OPTIONS");
    }
    expect(() => createKeyring(["x".repeat(32), "é".repeat(16)])).not.to.throw();
  });
});
