import { expect } from "chai";
import type { Host } from "../support/harness.js";
import { createApp, signInApp } from "../support/steps.js";
import { startTwoHosts, type TwoHosts } from "../support/two-processes.js";

/** What ends a session, or takes something from it, done in one process. */
const changes: Readonly<Record<string, (here: Host, id: string, token: string) => Promise<unknown>>> = {
  "a sign-out": (here, _id, token) => createApp(here, token).post("/mfa/sign-out"),
  "a sign-out everywhere": (here, id) => here.mfa.operators.signOutEverywhere(id),
  "being disabled": (here, id) => here.mfa.operators.disable(id),
  "being removed": (here, id) => here.mfa.operators.remove(id),
  "a reset of the second step": (here, id) => here.mfa.operators.reset(id),
  "another policy": (here) => here.mfa.policy.change({ mode: "app" }),
  "a backup that was put back": (here) => here.mfa.maintenance.afterRestore(),
};

describe("What is done in one process, of a session that another holds", function () {
  this.timeout(60_000);
  let two: TwoHosts;
  let id: string;
  let token: string;
  beforeEach(async () => {
    two = await startTwoHosts();
    await two.here.addOperator("ella", { role: "engineer" });
    ({ id } = await two.here.addOperator("anna"));
    token = await signInApp(two.here, "anna");
  });
  afterEach(() => two.close());

  for (const [what, change] of Object.entries(changes)) {
    it(`${what}: no page of ours and no fresh proof at once, nothing at all a second later`, async () => {
      const there = createApp(two.there, token);
      const status = async (path: string) => (await there.get(path)).status;
      expect([await status("/app"), await status("/app/fresh"), await status("/mfa/card")]).to.deep.equal([
        200, 200, 200,
      ]);
      await change(two.here, id, token);
      const changed = Date.now();
      expect(await status("/app/fresh"), "a need is judged on what the store has").to.equal(401);
      expect(await status("/mfa/card")).to.equal(401);
      expect(await status("/app"), "by now this process has read it").to.equal(401);
      await new Promise((resolve) => setTimeout(resolve, changed + 1000 - Date.now()));
      expect(await status("/app")).to.equal(401);
    });
  }

  it("is over a second later where nothing else is asked meanwhile, however often it is used", async () => {
    const there = createApp(two.there, token);
    expect((await there.get("/app")).status).to.equal(200);
    await createApp(two.here, token).post("/mfa/sign-out");
    const ended = Date.now();
    const late: number[] = [];
    while (Date.now() < ended + 1500) {
      const asked = Date.now();
      if ((await there.get("/app")).status === 200 && asked > ended + 1000) late.push(asked - ended);
    }
    expect(late).to.deep.equal([]);
  });

  it("takes the role of an engineer who is none any more at once: settings and operators always read", async () => {
    const ella = createApp(two.there, await signInApp(two.there, "ella"));
    await two.here.addOperator("emil", { role: "engineer" });
    const found = await two.here.mfa.operators.find("ella");
    expect((await ella.get("/mfa/settings")).status).to.equal(200);
    await two.here.mfa.operators.update(found?.id ?? "", { role: "operator" });
    expect((await ella.get("/mfa/settings")).status).to.equal(403);
    expect((await ella.post(`/mfa/operators/${id}/disable`)).status).to.equal(403);
  });
});
