import { expect } from "chai";
import { sameText, tokenHash } from "../../lib/crypto/index.js";

describe("tokenHash", () => {
  it("is SHA-256 in base64url", () => {
    // FIPS 180-2 appendix B.1: "abc"
    expect(Buffer.from(tokenHash("abc"), "base64url").toString("hex")).to.equal(
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    );
    expect(tokenHash("abc")).to.match(/^[\w-]{43}$/);
  });
});

describe("sameText", () => {
  it("is true for the same text only, and takes any two", () => {
    expect(sameText("secret", "secret")).to.equal(true);
    expect(sameText("", "")).to.equal(true);
    for (const other of ["", "secre", "secret ", "Secret", "secreт"])
      expect(sameText("secret", other)).to.equal(false);
  });
});
