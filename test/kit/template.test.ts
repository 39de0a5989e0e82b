import { expect } from "chai";
import { escapeHtml, fillIn } from "../../lib/kit/index.js";

describe("fillIn", () => {
  it("puts values in once: a value that looks like a place is text", () => {
    expect(fillIn("{a} and {b}, {a}", { a: "{b}", b: "2" })).to.equal("{b} and 2, {b}");
    expect(fillIn("{a}{missing}", { a: "$&" })).to.equal("$&");
  });

  it("makes one space of line breaks and other control characters in values", () => {
    expect(fillIn("To: {a}", { a: "x\r\nBcc: y\0\u0085z" })).to.equal("To: x Bcc: y z");
  });
});

describe("escapeHtml", () => {
  it("escapes what begins something in text or in an attribute", () => {
    expect(escapeHtml(`<a href="x" title='y'>&amp;</a>`)).to.equal(
      "&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;amp;&lt;/a&gt;",
    );
  });
});
