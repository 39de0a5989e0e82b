import { createServer } from "node:net";
import { expect } from "chai";
import { en } from "../../lib/locales/index.js";
import { app, choose, heading, press, scanAndFinish } from "../browser/pages.js";
import { walk } from "../browser/walk.js";
import { freePort } from "../support/free-port.js";
import { type HostOptions, startHost } from "../support/harness.js";
import { needs } from "../support/needs.js";
import { fillSetup } from "./engineer.js";

const from = "Net2 <net2@net2.example>";

/** A mail server that nobody answers for: the port is closed. */
async function closedPort(): Promise<HostOptions> {
  return { isNew: true, options: { mail: { smtp: `smtp://127.0.0.1:${await freePort()}`, from } } };
}

describe("Point 2: e-mail by default where the mail server answers, else the app", () => {
  describe("in Chromium", () => {
    before(needs("chromium", "oathtool", "zbarimg"));

    const proposes = async (mode: "email" | "app", why: string, options: HostOptions) =>
      walk(options, async (t) => {
        const page = await t.open();
        await page.goto("/mfa/setup");
        expect(await page.getByRole("radio", { name: en.setup.modes[mode] }).isChecked()).to.equal(true);
        expect(await page.getByText(why).isVisible()).to.equal(true);
      })();

    it("proposes e-mail, and says why", () => proposes("email", en.setup.mail, { isNew: true }));
    it("proposes the app with no connection, and says why", async () =>
      proposes("app", en.setup.noMail, await closedPort()));

    it(
      "offers the app when the first mail fails, and goes on with it",
      walk({ isNew: true }, async (t) => {
        t.host.smtp.mode = "refuse";
        const page = await t.open({ statuses: [503] });
        await fillSetup(t.host, page);
        await page.getByLabel(en.setup.onTick).check();
        await press(page, en.setup.submit);
        expect(await page.getByText(en.problems.ERR_MFA_MAIL).isVisible()).to.equal(true);
        await press(page, en.setup.use.app);
        await choose(page, app.name);
        await scanAndFinish(t.host, page);
        expect(await heading(page)).to.equal(en.signedIn.title);
        expect((await t.host.mfa.policy.read()).strategies).to.deep.equal(["totp"]);
      }),
    );
  });

  describe("over HTTP", () => {
    const proposed = async (options: HostOptions) => {
      const host = await startHost(options);
      const from = performance.now();
      try {
        const view = (await host.browser().get("/mfa/setup")).json();
        return {
          mode: view.mode,
          mail: (view.mail as { readonly state: string }).state,
          took: performance.now() - from,
        };
      } finally {
        await host.close();
      }
    };

    it("is e-mail where the server answers", async () => {
      expect(await proposed({ isNew: true })).to.include({ mode: "email", mail: "ok" });
    });

    it("is the app where the port is closed, and where no mail is set up", async () => {
      expect(await proposed(await closedPort())).to.include({ mode: "app", mail: "failed" });
      expect(await proposed({ isNew: true, options: { mail: undefined } })).to.include({ mode: "app" });
    });

    it("is the app within 3.5 s where the port never answers", async () => {
      const silent = createServer().listen(0, "127.0.0.1");
      await new Promise((resolve) => silent.once("listening", resolve));
      const { port } = silent.address() as { port: number };
      const patient = { connect: 60_000, greeting: 60_000, total: 60_000 };
      const mail = { smtp: `smtp://127.0.0.1:${port}`, from, timeouts: patient };
      const { took, ...view } = await proposed({ isNew: true, options: { mail } });
      silent.close();
      expect(view).to.deep.equal({ mode: "app", mail: "failed" });
      expect(took).to.be.lessThan(3500);
    });
  });
});
