import { expect } from "chai";
import type { OperatorPageView } from "../../lib/contract/index.js";
import { renderPage } from "../../lib/pages/index.js";
import { textsOf } from "./html.js";
import { contextWith, views } from "./samples.js";

const parts = ["Change", "Reset the second step", "Sign out everywhere", "Disable", "Delete"];

describe("what is wanted now and then is folded", () => {
  const open = (view: OperatorPageView, errors?: Readonly<Record<string, string>>) => {
    const notice = errors && { notice: { code: "ERR_MFA_INPUT", errors } };
    const html = renderPage(view, contextWith(notice));
    return html
      .split('<details class="fold"')
      .slice(1)
      .filter((rest) => /^[^>]* open[ >]/.test(rest))
      .map((rest) => textsOf(rest, "h2")[0]);
  };

  it("on an operator's page each act, with its heading to be seen", () => {
    const headings = textsOf(renderPage(views.operator, contextWith()), "h2");
    expect(headings).deep.equal(parts);
    expect(open(views.operator)).deep.equal([]);
  });

  it("but not what is wrong, or is to be done next", () => {
    expect(open(views.operator, { sure: "tick" })).deep.equal(["Delete"]);
    expect(open(views.operator, { reset: "tick" })).deep.equal(["Reset the second step"]);
    expect(open(views.operator, { role: "lastEngineer" })).deep.equal(["Change"]);
    const { email: _, ...subject } = views.operator.subject;
    expect(open({ ...views.operator, subject })).deep.equal(["Change"]);
  });

  it("on the list of operators the form for another one, unless it is to be filled in again", () => {
    const folded = (view: typeof views.operators) =>
      renderPage(view, contextWith()).includes('<details class="fold" id="add" open');
    expect(folded(views.operators)).equal(false);
    expect(folded({ ...views.operators, total: 1 })).equal(true);
    expect(renderPage(views["operators, asked again"], contextWith())).match(/id="add" open/);
  });
});
