import { expect } from "chai";
import { startHost } from "./harness.js";

describe("the test host", () => {
  for (const storage of ["memory", "sqlite"] as const) {
    it(`starts on ${storage}, guards what is its own, and closes`, async () => {
      const host = await startHost({ storage });
      try {
        await host.addOperator("anna");
        const browser = host.browser();
        const page = await browser.open("/app");
        expect(page.url.pathname).to.equal("/mfa/");
        expect(page.words).to.include("Sign in");
        expect((await host.stored("op:")).size).to.equal(1);
      } finally {
        await host.close();
      }
    });
  }
});
