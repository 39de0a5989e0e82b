import { expect } from "chai";
import { guarded, heading, typeMailCode, typePassword } from "../browser/pages.js";
import { walk } from "../browser/walk.js";
import { operatorPassword, startHost } from "../support/harness.js";
import { connect, serveLive } from "../support/live.js";
import { needs } from "../support/needs.js";
import { createApp, signInApp, signInByScript } from "../support/steps.js";

describe("Point 9: it holds in the whole system: pages, the app, API clients and live connections", () => {
  describe("in Chromium", () => {
    before(needs("chromium"));

    it(
      "a page, a request that a page's script makes, and a picture, are open together and closed together",
      walk({ mode: "email" }, async (t) => {
        const page = await t.open({ statuses: [401] });
        const fetched = () => page.evaluate(() => fetch("/app/data").then(({ status }) => status));
        await page.goto("/mfa/");
        await typePassword(page);
        expect(await fetched(), "after the password alone").to.equal(401);
        await page.goto("/app");
        expect(await heading(page)).to.not.equal(guarded);
        await typeMailCode(t.host, page);
        expect(await heading(page)).to.equal(guarded);
        expect(await fetched()).to.equal(200);
        await t.host.mfa.policy.change({ mode: "app" });
        expect(await fetched(), "at once").to.equal(401);
        await page.reload();
        expect(await heading(page)).to.not.equal(guarded);
      }),
    );
  });

  it("over HTTP: the app's bearer token, the browser's cookie and a live connection obey one policy", async () => {
    const host = await startHost({ mode: "email" });
    try {
      await host.addOperator("anna");
      const pending = await createApp(host).post("/mfa/sign-in", {
        username: "anna",
        password: operatorPassword,
        client: "app",
      });
      const half = createApp(host, String(pending.json().token));
      expect((await half.get("/app")).status, "the password alone, from the app").to.equal(401);
      const app = createApp(host, await signInApp(host, "anna"));
      const browser = host.browser();
      host.clock.advance(31_000);
      await signInByScript(host, browser, "anna");
      expect((await app.get("/app")).status).to.equal(200);
      expect((await browser.get("/app")).status).to.equal(200);
      serveLive(host);
      const live = await connect(host, { Authorization: `Bearer ${app.token}` });
      expect(live.status).to.equal(200);
      await host.mfa.policy.change({ mode: "app" });
      expect((await app.get("/app")).status).to.equal(401);
      expect((await browser.get("/app")).status).to.equal(401);
      expect(await live.ended, "the live connection is ended").to.equal("hello anna, goodbye");
    } finally {
      await host.close();
    }
  });
});
