import { expect } from "chai";
import { operatorPassword } from "../support/harness.js";
import { mailOf } from "../support/steps.js";
import { startTwoHosts, type TwoHosts } from "../support/two-processes.js";

describe("Who has just signed in at one process", () => {
  let two: TwoHosts;
  before(async () => {
    two = await startTwoHosts();
    await two.here.addOperator("anna");
  });
  after(() => two.close());

  /** Signs in here, and asks for `path` there: after the password, and once all is proved. */
  async function earlyAndNow(path: string) {
    const { here, there } = two;
    let bearer: Record<string, string> = {};
    const ask = (host: typeof here, path: string, body?: object) =>
      host.browser().request(path, {
        method: body === undefined ? "GET" : "POST",
        headers: { Accept: "application/json", "Content-Type": "application/json", ...bearer },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
    const step = async (path: string, body: object) => {
      const answer = await ask(here, path, body);
      expect(answer.status, answer.text).to.equal(200);
      const { token } = answer.json();
      if (token !== undefined) bearer = { Authorization: `Bearer ${token}` };
    };
    await step("/mfa/sign-in", { username: "anna", password: operatorPassword, client: "app" });
    // From now on the other process holds the record.
    const early = await ask(there, path);
    await step("/mfa/challenge/email-otp", {});
    await step("/mfa/challenge/email-otp/verify", { code: here.smtp.lastCode(mailOf("anna")) });
    return [early, await ask(there, path)] as const;
  }

  it("is in at another at once, though that one held what was true a moment ago", async () => {
    const [early, now] = await earlyAndNow("/app");
    expect([early.status, now.status]).to.deep.equal([401, 200]);
  });

  it("is greeted there at once, too", async () => {
    const [early, now] = await earlyAndNow("/hello");
    expect(early.json().user).to.equal(null);
    expect(now.json().user).to.include({ username: "anna" });
  });
});
