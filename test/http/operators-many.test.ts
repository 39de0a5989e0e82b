import { monitorEventLoopDelay } from "node:perf_hooks";
import { expect } from "chai";
import { en } from "../../lib/locales/index.js";
import type { Browser } from "../support/browser.js";
import { type Host, startHost } from "../support/harness.js";
import { signInByScript } from "../support/steps.js";
import { until } from "../support/until.js";

const count = 10_000;
const header = "username,name,email,role";
const lines = Array.from({ length: count }, (_, at) => `op${at},Operator ${at},op${at}@example.org,operator`);

for (const storage of ["memory", "sqlite"] as const) {
  describe(`10,000 operators on ${storage}`, function () {
    this.timeout(120_000);
    let host: Host;
    let engineer: Browser;
    before(async () => {
      host = await startHost({ storage });
      await host.addOperator("ella", { role: "engineer" });
      engineer = host.browser();
      await signInByScript(host, engineer, "ella");
    });
    after(() => host.close());

    const send = (sent: readonly string[]) =>
      engineer.post("/mfa/operators/import", { csv: [header, ...sent].join("\n"), sure: true });

    it("are not imported while three of their lines are bad: three errors, by line", async () => {
      const bad = lines.with(10, "op10,,no address,").with(5000, "op0,,,").with(9999, "op9999,,,king");
      const answer = await send(bad);
      expect(answer.status).to.equal(422);
      expect(answer.json().preview).to.deep.include({
        wrong: 3,
        errors: [
          { line: 12, field: "email", error: "address" },
          { line: 5002, field: "username", error: "double" },
          { line: 10_001, field: "role", error: "role" },
        ],
      });
      expect(await host.mfa.operators.list()).to.include({ total: 1 });
    });

    it("are imported all, with a page that says how far it is", async () => {
      const begun = performance.now();
      const { progress } = (await send(lines)).json() as { progress: { readonly id: string } };
      const path = `/mfa/operators/import/${progress.id}`;
      const page = await engineer.open(path);
      if (page.text.includes("<progress")) expect(page.words).to.include(en.operators.lookAgain);
      const state = async () =>
        ((await engineer.get(path)).json().progress as { readonly state: string }).state;
      await until(async () => (await state()) === "done", 100_000);
      console.log(`      imported in ${Math.round((performance.now() - begun) / 100) / 10} s`);
      expect(await host.mfa.operators.list()).to.include({ total: count + 1 });
      expect(await host.mfa.operators.find("op9999")).to.include({ email: "op9999@example.org" });
      expect(host.faults).to.deep.equal([]);
    });

    it("are listed and searched without holding up other requests", async () => {
      const queries = ["", "?page=400", "?search=op99", "?search=example.org&page=7", "?search=nobody"];
      const stalls = monitorEventLoopDelay({ resolution: 1 });
      const times: number[] = [];
      stalls.enable();
      for (let round = 0; round < 6; round += 1) {
        for (const query of queries) {
          const begun = performance.now();
          expect((await engineer.get(`/mfa/operators${query}`)).status).to.equal(200);
          times.push(performance.now() - begun);
        }
        // The index has changed: it is put in order anew.
        await host.mfa.operators.update((await host.mfa.operators.find("op1"))?.id ?? "", {
          name: `Round ${round}`,
        });
      }
      stalls.disable();
      const middle = times.sort((a, b) => a - b)[times.length >> 1] ?? 0;
      const longest = stalls.max / 1e6;
      console.log(
        `      a list: ${middle.toFixed(1)} ms in the middle; the longest stall: ${longest.toFixed(0)} ms`,
      );
      // Far above what is seen, so that a busy machine does not fail it, and far below what a person notices.
      expect(longest).to.be.lessThan(250);
      expect(middle).to.be.lessThan(250);
    });

    it("are exported all, none held back", async () => {
      const { text } = await engineer.get("/mfa/operators/export.csv");
      expect(text.split("\r\n")).to.have.length(count + 3);
    });
  });
}
