import { expect } from "chai";
import { renderPage } from "../../lib/pages/index.js";
import { tagsOf } from "./html.js";
import { contextWith, views } from "./samples.js";

const pages = ["/settings", "/operators", "/audit", "/health", "/service-keys", "/card"];

const links = (html: string) =>
  tagsOf(html.slice(html.indexOf("<nav"), html.indexOf("</nav>")), "a").map(({ attributes }) => attributes);

describe("the pages of a system engineer", () => {
  const card = views["card, fresh"];
  for (const [path, view] of [
    ["/settings", views.settings],
    ["/operators", views.operators],
    ["/audit", views.audit],
    ["/health", views.health],
    ["/service-keys", views["service keys"]],
    ["/card", { ...card, operator: { ...card.operator, role: "engineer" } }],
  ] as const) {
    it(`lead to each other in the same order, and say which one it is: ${path}`, () => {
      const found = links(renderPage(view, contextWith()));
      expect(found.map(({ href }) => href)).deep.equal(pages.map((page) => `/mfa${page}`));
      const here = found.filter((attributes) => attributes["aria-current"] === "page");
      expect(here.map(({ href }) => href)).deep.equal([`/mfa${path}`]);
    });
  }

  it("are not offered on the card of an operator, which leads back to the host's own pages", () => {
    const view = { ...card, operator: { ...card.operator, role: "operator" as const } };
    const html = renderPage(view, contextWith({ home: "/net2" }));
    expect(html).not.include("<nav");
    expect(tagsOf(html, "a").filter(({ attributes }) => attributes.href === "/net2")).length(2);
  });
});
