import { expect } from "chai";
import { createMfa, type MfaOptions } from "../../lib/index.js";
import { memory } from "../../storage/memory.js";
import { password } from "../../strategies/index.js";
import type { Browser } from "../support/browser.js";
import { type Host, startHost } from "../support/harness.js";
import { enrolApp, formTo, signInByScript } from "../support/steps.js";

const paths = {
  card: "/me",
  qr: "/pictures/mine",
  settings: "/admin/security",
  setup: "/first",
  invitation: "/welcome",
  operators: "/people",
  audit: "/log",
};

describe("Parts of the router on the host's own paths", () => {
  let host: Host;
  let ella: Browser;
  beforeEach(async () => {
    host = await startHost({ mode: "either", options: { paths } });
    const { card, qr, settings, setup, invitation, operators, audit } = host.mfa.routes;
    host.app.use("/people", operators());
    host.app.use("/log", audit());
    host.app.use("/pictures/mine", qr());
    host.app.use("/me", card());
    host.app.use("/admin/security", settings());
    host.app.use("/first", setup());
    host.app.use("/welcome", invitation());
    await host.addOperator("ella", { role: "engineer" });
    ella = host.browser({ moved: true });
    await signInByScript(host, ella, "ella");
  });
  afterEach(() => host.close());

  const to = (page: Awaited<ReturnType<Browser["open"]>>, action: string) =>
    page.forms.find((form) => form.action === action);

  it("serve their pages and take their forms there; links, forms and redirects follow", async () => {
    const page = await ella.open("/me");
    expect(page.status).to.equal(200);
    expect(page.text).to.include('href="/admin/security"');
    const done = await ella.submit(page, to(page, "/me/language"), { language: "sv" });
    expect(done.url.pathname).to.equal("/me");
    expect(done.text).to.include('lang="sv"');
    const settings = await ella.open("/admin/security");
    const saved = await ella.submit(settings, to(settings, "/admin/security"), {
      mode: "either",
      reauthDays: "7",
    });
    expect(saved.url.pathname).to.equal("/admin/security");
    expect((await host.mfa.policy.read()).reauthDays).to.equal(7);
    expect(saved.text).to.include('href="/me"');
    const home = await ella.open("/mfa/");
    expect(home.text).to.include('href="/me"').and.to.include('href="/admin/security"');
  });

  it("lead nowhere from the operators, the audit and the settings where there is nothing", async () => {
    const { id } = await host.addOperator("anna");
    const tried = new Set<string>();
    for (const from of [
      "/people",
      `/people/${id}`,
      "/people/import",
      "/log",
      "/admin/security",
      "/mfa/health",
      "/me",
    ]) {
      const page = await ella.open(from);
      expect(page.status, from).to.equal(200);
      for (const [, href = ""] of page.text.matchAll(/href="([^"#]+)"/g))
        tried.add(href.replaceAll("&amp;", "&"));
      for (const { action, method } of page.forms) {
        if (method === "get") tried.add(action);
        // With nothing in it, it is refused: but it is taken.
        else if (!action.includes("sign-out"))
          expect((await ella.request(action, { method: "POST" })).status, `${from}: ${action}`).to.equal(403);
      }
    }
    expect(tried).to.include.members([
      "/people/export.csv",
      "/log/export.csv",
      `/people/${id}`,
      "/people/import",
    ]);
    for (const href of tried) {
      if (href.startsWith("data:") || href === "/") continue;
      expect((await ella.get(href)).status, href).to.be.oneOf([200, 303]);
    }
  });

  it("lead through a fresh proof and back", async () => {
    host.clock.advance(6 * 60_000);
    const page = await ella.open("/me");
    expect(page.text).to.include("returnTo=%2Fme");
    const refused = await ella.post("/me/password", { password: "another good password" });
    expect(refused.json().code).to.equal("ERR_MFA_STEP_UP");
  });

  it("draw the owner's picture where the host wants it, and nowhere else", async () => {
    await enrolApp(host, ella);
    expect((await ella.open("/me")).text).to.include('src="/pictures/mine/totp.png"');
    expect((await ella.get("/pictures/mine/totp.png")).status).to.equal(200);
    expect((await ella.get("/mfa/card/totp.png")).status).to.equal(404);
    expect((await host.browser().get("/pictures/mine/totp.png")).status).to.equal(401);
  });

  it("are not below the mount as well", async () => {
    for (const path of ["/mfa/card", "/mfa/settings", "/mfa/setup", "/mfa/invitation"])
      expect((await ella.get(path)).status, path).to.equal(404);
    expect((await ella.post("/mfa/card/language", { language: "sv" })).status).to.equal(404);
  });

  it("are as closed as before to whoever is not signed in, and to whom they are not for", async () => {
    const nobody = host.browser();
    expect((await nobody.get("/me")).status).to.equal(401);
    expect((await nobody.get("/admin/security")).status).to.equal(401);
    expect(formTo(await nobody.open("/me"), "/sign-in")).to.not.equal(undefined);
    await host.addOperator("anna");
    const anna = host.browser();
    await signInByScript(host, anna, "anna");
    expect((await anna.get("/admin/security")).status).to.equal(403);
  });

  it("keep what was typed for them: a stale form comes back to its own page", async () => {
    const page = await host.browser().open("/welcome");
    const again = await host.browser().submit(page, to(page, "/welcome"), { username: "anna", code: "x" });
    expect(to(again, "/welcome"), again.words).to.not.equal(undefined);
  });

  it("say so when they are mounted where the option does not say", async () => {
    host.app.use("/elsewhere", host.mfa.routes.card());
    const answer = await ella.get("/elsewhere");
    expect(answer.json().code).to.equal("ERR_MFA_MOUNT");
  });

  it("take the mount in whatever case Express takes it", async () => {
    expect((await ella.get("/MFA/")).status).to.equal(200);
  });
});

describe("The option paths", () => {
  const options = {
    issuer: "Net2",
    url: "https://net2.example/mfa",
    secret: "x".repeat(32),
    strategies: [password()],
  };
  const start = (paths: MfaOptions["paths"]) => () => createMfa({ ...options, storage: memory(), paths });

  it("refuses what is no path, what is unknown, and one path for two parts", () => {
    for (const wrong of [
      "me",
      "/me/",
      "/",
      "",
      "//me",
      "https://other.example/me",
      "/a/../b",
      "/me?x",
      "/mé",
    ])
      expect(start({ card: wrong }), wrong).to.throw(/"paths.card"/);
    expect(start({ cards: "/me" } as object)).to.throw(/did you mean "card"/);
    expect(start({ card: "/me", settings: "/me" })).to.throw(/as well/);
    expect(start({ card: undefined })).to.not.throw();
  });

  it("is asked for by the routes that need it", () => {
    const mfa = start({ card: "/me" })();
    expect(() => mfa.routes.settings()).to.throw(/routes.settings\(\)/);
    expect(() => mfa.routes.card()).to.not.throw();
  });
});
