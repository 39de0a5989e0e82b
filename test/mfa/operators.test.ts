import { expect } from "chai";
import { MfaError } from "../../lib/index.js";
import { type Host, startHost } from "../support/harness.js";

describe("the operators, for the host's own code", () => {
  let host: Host;
  before(async () => {
    host = await startHost();
  });
  after(() => host.close());

  it("says so when an id that nobody has is disabled or enabled", async () => {
    const { id } = await host.addOperator("anna");
    for (const act of ["disable", "enable"] as const) {
      for (const wrong of ["", "nobody", `${id}x`]) {
        const refused = await host.mfa.operators[act](wrong).catch((error: unknown) => error);
        expect(refused, `${act} ${wrong}`).to.be.instanceOf(MfaError).and.include({ code: "ERR_MFA_INPUT" });
      }
      await host.mfa.operators[act](id);
    }
  });
});
