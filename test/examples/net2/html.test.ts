import { expect } from "chai";
import { html } from "../../../examples/net2/pages/html.js";

describe("html", () => {
  it("escapes every value, in text and in attributes", () => {
    const value = `<script>'"&`;
    expect(html`<p title="${value}">${value}</p>`.text).to.equal(
      '<p title="&lt;script&gt;&#39;&quot;&amp;">&lt;script&gt;&#39;&quot;&amp;</p>',
    );
  });

  it("does not escape markup of its own twice, alone or in a list", () => {
    const item = (name: string) => html`<li>${name}</li>`;
    expect(html`<ul>${["a", "<b>"].map(item)}</ul>`.text).to.equal("<ul><li>a</li><li>&lt;b&gt;</li></ul>");
  });

  it("escapes text in a list", () => {
    expect(html`${["<", ">"]}`.text).to.equal("&lt;&gt;");
  });

  it("makes nothing of what is not there, and 0 of 0", () => {
    expect(html`${undefined}${false}${0}`.text).to.equal("0");
  });
});
