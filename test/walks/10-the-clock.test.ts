import { expect } from "chai";
import { en } from "../../lib/locales/index.js";
import { walk } from "../browser/walk.js";
import { startHost } from "../support/harness.js";
import { needs } from "../support/needs.js";
import { startSntp } from "../support/sntp-server.js";
import { ella, openSettings, proveByMail } from "./engineer.js";

describe("Point 10: a clock that is wrong is told before codes are refused", () => {
  it("to the engineer, over HTTP", async () => {
    const sntp = await startSntp(() => Date.UTC(2026, 1, 2, 8, 1, 33));
    const host = await startHost({ options: { probes: { sntp: [sntp.address] } } });
    try {
      await host.addOperator("ella", { role: "engineer" });
      const engineer = host.browser();
      await engineer.post("/mfa/sign-in", ella);
      await proveByMail(host, engineer);
      const { health } = (await engineer.get("/mfa/health")).json() as { health: readonly object[] };
      expect(health[0]).to.deep.equal({ id: "clock", level: "error", is: "slow", seconds: 93 });
    } finally {
      await host.close();
      await sntp.close();
    }
  });

  describe("in Chromium", () => {
    before(needs("chromium"));

    it(
      "the section of Options → Security says by how much, and that somebody has to mend it",
      walk(
        {
          options: { probes: { sntp: async () => ({ ok: true, offset: 93_000, roundTrip: 10 }) } },
        },
        async (t) => {
          await t.host.addOperator("ella", { role: "engineer" });
          const page = await t.open();
          await openSettings(t.host, page);
          const section = page.locator("#health");
          const clock = section.getByRole("listitem").filter({ hasText: en.health.checks.clock.name });
          expect(await clock.textContent())
            .to.include("93 s behind")
            .and.include(en.health.levels.error);
          expect(await section.getByRole("listitem").count()).to.equal(7);
          if (process.env.PICTURES) {
            for (const width of [360, 1280]) {
              await page.setViewportSize({ width, height: 900 });
              await section.screenshot({ path: `${process.env.PICTURES}/health-${width}.png` });
            }
          }
        },
      ),
    );
  });
});
