import { expect } from "chai";
import { Passport } from "passport";
import { type Host, operatorPassword, startHost } from "../support/harness.js";
import type { Answer } from "../support/http.js";

/** Two at once, again and again: whoever gets somebody else's answer gets somebody else's session. */
describe("requests at the same time", () => {
  let host: Host;
  const names = ["anna", "erik", "maria", "olaf"];
  beforeEach(async () => {
    host = await startHost({ mode: "off" });
    for (const name of names) await host.addOperator(name);
  });
  afterEach(() => host.close());

  async function expectOwn(path: string, nameIn: (answer: Answer) => unknown): Promise<void> {
    const wanted = [...names, "nobody", ...names, "nobody"];
    const answers = await Promise.all(
      wanted.map((username) => host.browser().post(path, { username, password: operatorPassword })),
    );
    for (const [index, answer] of answers.entries()) {
      const username = wanted[index];
      if (username === "nobody") expect(answer.status).to.equal(401);
      else expect(nameIn(answer), answer.text).to.equal(username);
    }
  }

  it("each get their own answer, and their own session", async () => {
    await expectOwn("/mfa/sign-in", (answer) => (answer.json().operator as { username: string }).username);
    expect(host.faults).to.deep.equal([]);
  });

  it("do so too where the host hands the strategy itself to Passport", async () => {
    const passport = new Passport();
    const strategy = host.mfa.strategy("password");
    host.app.post(
      "/login",
      passport.authenticate(strategy as never, { session: false }),
      (req: { user?: unknown }, res: { json(body: unknown): void }) => {
        res.json({ user: req.user });
      },
    );
    await expectOwn("/login", (answer) => (answer.json().user as { username: string }).username);
  });
});
