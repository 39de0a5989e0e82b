import { expect } from "chai";
import { maskEmail, readCode } from "../../lib/kit/index.js";

describe("readCode", () => {
  it("takes out what people type between groups", () => {
    for (const typed of ["123456", " 123 456 ", "123-456", "1 2 3 4 5 6", "123\u00a0456", "\t123456\r\n"]) {
      expect(readCode(typed, 6), JSON.stringify(typed)).to.equal("123456");
    }
    expect(readCode("000012", 6)).to.equal("000012");
  });

  it("is nothing for what is not exactly so many ASCII digits", () => {
    const wrong = [
      "",
      "12345",
      "1234567",
      "12345a",
      "12345\0",
      "１２３４５６",
      "١٢٣٤٥٦",
      "12.456",
      "+12345",
      "1e5",
    ];
    for (const typed of wrong) expect(readCode(typed, 6), JSON.stringify(typed)).to.equal(undefined);
    expect(readCode(undefined, 6)).to.equal(undefined);
    expect(readCode(`${" ".repeat(2 ** 20)}123456`, 6)).to.equal(undefined);
  });
});

describe("maskEmail", () => {
  it("leaves the first letter and the domain", () => {
    expect(maskEmail("anna@net2.example")).to.equal("a•••@net2.example");
    expect(maskEmail("a@net2.example")).to.equal("a•••@net2.example");
    expect(maskEmail("🚪oor@net2.example")).to.equal("🚪•••@net2.example");
    expect(maskEmail('"a@b"@net2.example')).to.equal('"•••@net2.example');
  });

  it("leaves nothing more of what is no address", () => {
    expect(maskEmail("anna")).to.equal("a•••");
    expect(maskEmail("")).to.equal("•••");
  });
});
