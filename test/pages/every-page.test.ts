import { expect } from "chai";
import type { View } from "../../lib/contract/index.js";
import { codes } from "../../lib/errors/index.js";
import { en } from "../../lib/locales/index.js";
import { renderMessage, renderPage, script, stylesheet } from "../../lib/pages/index.js";
import { formsOf, tagsOf, textsOf } from "./html.js";
import { anna, contextWith, views } from "./samples.js";

const notices = {
  "nothing to tell": {},
  "a problem": { notice: { code: "ERR_MFA_CODE" } },
  "a problem with a field": { notice: { code: "ERR_MFA_INPUT", errors: { password: "short", code: "odd" } } },
};

describe("every page", () => {
  for (const [state, view] of Object.entries<View>(views)) {
    for (const [said, extra] of Object.entries(notices)) {
      describe(`${state}, ${said}`, () => {
        const html = renderPage(view, contextWith(extra));
        const inputs = tagsOf(html, "input").filter(
          ({ attributes: { type, hidden } }) => type !== "hidden" && hidden === undefined,
        );

        it("is a whole document in a language, with a title and one heading", () => {
          expect(html).match(/^<!doctype html><html lang="en">.*<\/html>$/s);
          expect(textsOf(html, "h1")).length(1);
          const heading = textsOf(html, "h1")[0];
          const title = said === "nothing to tell" ? heading : `Error: ${heading}`;
          expect(textsOf(html, "title")).deep.equal([`${title} – Net2`]);
        });

        it("fits small screens, and both colour schemes", () => {
          const metas = Object.fromEntries(
            tagsOf(html, "meta").map(({ attributes: { name, content } }) => [name ?? "", content]),
          );
          expect(metas.viewport).equal("width=device-width, initial-scale=1");
          expect(metas["color-scheme"]).equal("light dark");
        });

        it("has no style and no script of its own, so that the policy for content can forbid them", () => {
          expect(html).not.match(/<style|javascript:/i);
          const own = html.includes("data-strategy=") ? ["passkey"] : [];
          expect(html.match(/<script.*?<\/script>/gs)).deep.equal(
            ["script", ...own].map((name) => `<script type="module" src="/mfa/assets/${name}.js"></script>`),
          );
          for (const { attributes } of tagsOf(html)) {
            expect(Object.keys(attributes).filter((name) => name === "style" || name.startsWith("on"))).empty;
          }
          expect(tagsOf(html, "link").map(({ attributes: { rel, href } }) => [rel, href])).deep.equal([
            ["icon", "data:,"],
            ["stylesheet", "/mfa/assets/style.css"],
          ]);
        });

        it("labels each input, and says what it is to be filled with", () => {
          const labels = tagsOf(html, "label").map(({ attributes }) => attributes.for);
          for (const { attributes } of inputs) {
            expect(labels).include(attributes.id);
            if (!["checkbox", "radio"].includes(attributes.type ?? ""))
              expect(attributes.autocomplete).not.equal(undefined);
            expect(attributes.placeholder).equal(undefined);
          }
          const ids = tagsOf(html).flatMap(({ attributes: { id } }) => id ?? []);
          expect(new Set(ids).size).equal(ids.length);
        });

        it("describes inputs by elements that are there", () => {
          const ids = tagsOf(html).map(({ attributes }) => attributes.id);
          for (const { attributes } of inputs) {
            const described = attributes["aria-describedby"]?.split(" ") ?? [];
            expect(ids).include.members(described);
          }
        });

        it("has only forms that post below the mount with the token, but for a search, which tells none", () => {
          for (const { action, method, fields } of formsOf(html)) {
            expect(action).match(/^\/mfa\//);
            if (method === "get") expect([method, fields._csrf]).deep.equal(["get", undefined]);
            else expect([method, fields._csrf]).deep.equal(["post", "form-token"]);
          }
        });

        it("carries on where the person was going in every form of the flow", () => {
          if (!("returnTo" in view)) return;
          for (const { action, fields } of formsOf(html)) {
            if (action !== "/mfa/sign-out") expect(fields.returnTo).equal(view.returnTo);
          }
        });

        it("gives each picture a text and each button words", () => {
          for (const { attributes } of tagsOf(html, "img")) expect(attributes.alt).match(/\w/);
          for (const words of textsOf(html, "button")) expect(words).match(/\w/);
        });

        it("leaves no text to be filled in", () => {
          const seen = html.replace(/ data-text="[^"]*"/g, ""); // filled in by the script
          expect(seen).not.match(/\{\w+\}|undefined|\[object/);
        });

        it("focuses one field at most", () => {
          expect(inputs.filter(({ attributes }) => attributes.autofocus !== undefined)).length.at.most(1);
        });
      });
    }
  }

  for (const [state, ...marked] of [
    ["operator", "sure", "reset", "hours", "role"],
    ["operators", "username", "email"],
    ["settings", "mode", "confirmOff", "also", "reauthDays"],
    ["setup, asked again", "email", "password", "acknowledge", "confirmOff", "mode"],
    ["audit, filtered", "from", "to"],
    ["import", "csv"],
    ["card, fresh", "password"],
  ] as const) {
    for (const name of marked) {
      it(`focuses what is wrong, however far down it stands: ${state}, ${name}`, () => {
        const notice = { code: "ERR_MFA_INPUT", errors: { [name]: "tick" } };
        const html = renderPage(views[state], contextWith({ notice }));
        const at = tagsOf(html).filter(({ attributes }) => attributes.autofocus !== undefined);
        expect(at).length(1);
        // The error of a choice is tied to the whole of it.
        const described = at[0]?.attributes["aria-describedby"]?.includes("-error");
        expect(described === true || at[0]?.attributes.name === name).equal(true);
      });
    }
  }

  it("escapes what people and clients call themselves", () => {
    const name = `<script>alert(1)</script>"'&`;
    const card = views["card, fresh"];
    const session = {
      id: "s",
      client: "browser",
      userAgent: name,
      address: name,
      since: 0,
      used: 0,
      current: true,
    } as const;
    const pages = [
      ...Object.values<View>(views).flatMap((view) =>
        "operator" in view ? [{ ...view, operator: { ...anna, name } }] : [],
      ),
      { ...card, operator: { ...anna, username: name, name, email: name }, sessions: [session] },
      { state: "sign-in", returnTo: `/"><script>` },
    ] as View[];
    for (const view of pages) {
      const html = renderPage(
        view,
        contextWith({ issuer: name, notice: { code: "ERR_MFA_CREDENTIALS", typed: { username: name } } }),
      );
      expect(html).not.match(/<script(?! type="module" src="\/mfa)/);
      expect(html).include("&lt;script>");
    }
  });

  it("works at the root of a site as below a mount", () => {
    for (const view of Object.values<View>(views)) {
      const html = renderPage(view, contextWith({ mount: "" }));
      for (const { action } of formsOf(html)) expect(action).match(/^\/[a-z]/);
      for (const { attributes } of tagsOf(html, "a"))
        expect(attributes.href).match(/^(\/(?!\/)|otpauth:|data:text\/plain;|#)/);
    }
  });

  it("has a sentence for every problem", () => {
    for (const code of Object.keys(codes)) {
      const html = renderMessage({ code }, contextWith());
      expect(textsOf(html, "h1")).length(1);
      expect(textsOf(html, "p")).include(en.problems[code as keyof typeof codes]);
    }
  });

  it("says that something went wrong on our side where it does not know the problem", () => {
    for (const code of ["ERR_MFA_NEW", "toString", "__proto__"]) {
      expect(textsOf(renderMessage({ code }, contextWith()), "p")).include(en.problems.ERR_MFA_FAULT);
    }
  });

  it("comes with one small stylesheet and one small script, whose names tell their text", () => {
    expect(script.name).match(/^script-[0-9a-f]{8}\.js$/);
    expect(Buffer.byteLength(script.text)).below(6 * 1024);
    expect(stylesheet.name).match(/^style-[0-9a-f]{8}\.css$/);
    expect(Buffer.byteLength(stylesheet.text)).below(12 * 1024);
    expect(stylesheet.text).not.match(/url\(|@import/);
  });
});
