import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { MfaOptions } from "../../lib/index.js";
import { BadgeSignIn } from "../docs/own-sign-in.js";
import { render } from "../docs/own-templates.js";
import { sv } from "../docs/own-words.js";
import { type Host, type HostOptions, startHost } from "../support/harness.js";
import { formTo, mailOf, signInByMail, typePassword } from "../support/steps.js";

describe("the host's own dress", () => {
  let host: Host;
  let folder: string | undefined;
  afterEach(async () => {
    await host.close();
    if (folder !== undefined) await rm(folder, { recursive: true });
    folder = undefined;
  });

  const dressed = async (options: Partial<MfaOptions>, before?: HostOptions["before"]) => {
    host = await startHost({ options, ...(before && { before }) });
    await host.addOperator("anna");
    return host.browser();
  };

  /** With the host's folder of templates, for Express's own `res.render`. */
  const withTemplates = async (template: string, options: Partial<MfaOptions>) => {
    folder = await mkdtemp(join(tmpdir(), "express-mfa-views-"));
    await writeFile(join(folder, "sign-in.tpl"), template);
    const views = folder;
    return dressed(options, (app) => {
      app.set("views", views);
      app.set("view engine", "tpl");
      app.engine("tpl", (path, view, done) => {
        import("node:fs/promises")
          .then(({ readFile }) => readFile(path, "utf8"))
          .then((text) =>
            done(
              null,
              text.replace(/\{\{([\w.]+)\}\}/g, (_, name: string) => valueAt(view, name)),
            ),
          )
          .catch(done);
      });
    });
  };

  it("is a logo and a stylesheet after ours", async () => {
    const browser = await dressed({ branding: { logo: "/assets/logo.svg", stylesheet: "/assets/mfa.css" } });
    const { text } = await browser.open("/mfa/");
    expect(text).to.include('<img class="logo" src="/assets/logo.svg" alt');
    expect(text).to.match(
      /href="\/mfa\/assets\/style-\w+\.css"\/><link rel="stylesheet" href="\/assets\/mfa.css"/,
    );
    const missing = await browser.open("/mfa/nothing");
    expect(missing.text, "on a page that tells a problem too").to.include("/assets/mfa.css");
  });

  it("is a component in place of ours, which signs in as ours does", async () => {
    const browser = await dressed({ pages: { SignIn: BadgeSignIn } });
    const page = await browser.open("/mfa/");
    expect(page.words).to.include("Welcome to the depot").and.include("Badge number");
    const there = await signInByMail(host, browser, "anna", { path: "/app" });
    expect(there.words).to.include("a guarded page");
  });

  it("is a layout in place of ours, around every page", async () => {
    const browser = await dressed({
      pages: { Layout: ({ title, children }) => [`Depot: ${title} `, children] as never },
    });
    for (const path of ["/mfa/", "/mfa/nothing"])
      expect((await browser.open(path)).text).to.match(/^<!doctype html>Depot: /);
  });

  it("is the host's own template, given the view and all that a form needs", async () => {
    const browser = await withTemplates(
      `<h1>{{page.issuer}} {{page.texts.signIn.title}}</h1><p class=problem>{{page.problem.text}}</p>
<form method="post" action="{{page.mount}}/sign-in"><input type="hidden" name="_csrf" value="{{page.hidden._csrf}}">
<input type="hidden" name="returnTo" value="{{returnTo}}"><input name="username" value="{{page.problem.typed.username}}"><input name="password"></form>`,
      { render },
    );
    const first = await browser.open("/app");
    expect(first.text).to.match(/^<h1>Net2 Sign in<\/h1>/);
    expect(first.headers["content-security-policy"]).to.include("default-src 'none'");
    expect(first.headers["cache-control"]).to.equal("no-store");
    const wrong = await browser.submit(first, formTo(first, "/sign-in"), {
      username: "anna",
      password: "no",
    });
    expect(wrong.status).to.equal(401);
    expect(wrong.text)
      .to.include("class=problem>The user name or the password is not right")
      .and.include('value="anna"');
    const code = await typePassword(browser, "anna", "/app");
    expect(code.words, "what it leaves to us").to.include("Check your e-mail");
    const there = await browser.submit(code, formTo(code, "/challenge/email-otp/verify"), {
      code: host.smtp.lastCode(mailOf("anna")),
    });
    expect(there.words).to.include("a guarded page");
  });

  it("is told of, and lets nobody in, when its template fails", async () => {
    const browser = await dressed({
      render: (_req, _res, view) => {
        throw new Error(`no template for ${view.state}`);
      },
    });
    const page = await browser.open("/mfa/");
    expect(page.status).to.equal(503);
    expect(page.words).to.include("Something went wrong on our side");
    expect(host.faults.map(String).join()).to.include("no template for sign-in");
    expect((await browser.open("/app")).status).to.equal(503);
  });

  it("is never asked for JSON", async () => {
    const browser = await dressed({ render: () => Promise.reject(new Error("asked")) });
    expect((await browser.get("/mfa/")).json()).to.deep.equal({ state: "sign-in" });
  });

  it("is words of its own", async () => {
    await dressed({ languages: { sv } });
    const page = await host.browser({ headers: { "Accept-Language": "sv-SE" } }).open("/mfa/");
    expect(page.words).to.include("Anställningsnummer").and.include("Lösenord");
  });
});

function valueAt(view: object, path: string): string {
  const found = path
    .split(".")
    .reduce<unknown>((part, name) => (part as Record<string, unknown> | undefined)?.[name], view);
  return found === undefined ? "" : String(found);
}
