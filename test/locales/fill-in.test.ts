import { expect } from "chai";
import { fillIn } from "../../lib/kit/index.js";

describe("fillIn", () => {
  it("puts values in once: a value that looks like a place is text", () => {
    expect(fillIn("{a} and {b}, {a}", { a: "{b}", b: "2" })).to.equal("{b} and 2, {b}");
    expect(fillIn("{a}{missing}", { a: "$&" })).to.equal("$&");
  });

  it("makes one space of line breaks and other control characters in values", () => {
    expect(fillIn("To: {a}", { a: "x\r\nBcc: y\0\u0085z" })).to.equal("To: x Bcc: y z");
  });
});
