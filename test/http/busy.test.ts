import { expect } from "chai";
import { emailOtp, password } from "../../strategies/index.js";
import { type Host, operatorPassword, startHost } from "../support/harness.js";

describe("a flood of sign-ins", () => {
  let host: Host;
  beforeEach(async () => {
    host = await startHost({ options: { strategies: [password({ concurrency: 1, queue: 1 }), emailOtp()] } });
    await host.addOperator("anna");
  });
  afterEach(() => host.close());

  it("is told to come back, with Retry-After, when the queue is full; the first ones are served", async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, () =>
        host.browser().post("/mfa/sign-in", { username: "anna", password: operatorPassword }),
      ),
    );
    const busy = answers.filter(({ status }) => status === 503);
    expect(answers.filter(({ status }) => status === 200).length).to.be.within(1, 7);
    expect(busy.length).to.be.greaterThan(0);
    for (const answer of busy) {
      expect(answer.json().code).to.equal("ERR_MFA_BUSY");
      expect(answer.headers["retry-after"]).to.equal("1");
    }
    const after = await host.browser().post("/mfa/sign-in", { username: "anna", password: operatorPassword });
    expect(after.status, "nothing was counted").to.equal(200);
  });
});
