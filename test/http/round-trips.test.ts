import { expect } from "chai";
import type { Backend } from "../../lib/index.js";
import { memory } from "../../storage/memory.js";
import { isBackground } from "../support/background.js";
import { type Host, operatorPassword, startHost } from "../support/harness.js";
import { mailOf } from "../support/steps.js";

/** Counts round trips: a call that starts after another has answered comes one round later than that one. */
function counting(inner: Backend) {
  let answered = 0;
  const counted = <A extends unknown[], R>(call: (...given: A) => Promise<R>) => {
    return async (...given: A): Promise<R> => {
      if (isBackground(String(given[0]))) return call(...given);
      const round = answered + 1;
      await new Promise(setImmediate); // as far away as a store is: what is asked side by side overlaps
      const answer = await call(...given);
      answered = Math.max(answered, round);
      return answer;
    };
  };
  // As one that other processes write to, so that nothing is taken for granted.
  const backend: Backend = { ...inner, shared: true, read: counted(inner.read), swap: counted(inner.swap) };
  const during = async (work: () => Promise<unknown>) => {
    answered = 0;
    await work();
    return answered;
  };
  return { backend, during };
}

describe("round trips to the store", () => {
  const { backend, during } = counting(memory());
  let host: Host;
  before(async () => {
    host = await startHost({ mode: "email", storage: backend });
    await host.addOperator("anna");
  });
  after(() => host.close());

  it("are few in each step of a sign-in, and none for a protected request that is held", async () => {
    const browser = host.browser();
    const signIn = (password: string) => () => browser.post("/mfa/sign-in", { username: "anna", password });
    const rounds = {
      wrongPassword: await during(signIn("wrong")),
      password: await during(signIn(operatorPassword)),
      send: await during(() => browser.post("/mfa/challenge/email-otp")),
      wrongCode: await during(() => browser.post("/mfa/challenge/email-otp/verify", { code: "1" })),
      code: await during(() =>
        browser.post("/mfa/challenge/email-otp/verify", { code: host.smtp.lastCode(mailOf("anna")) }),
      ),
      held: await during(() => browser.get("/app")),
      fresh: await during(() => browser.get("/app/fresh")),
      stale: 0,
      signOut: 0,
    };
    host.clock.advance(1_001);
    rounds.stale = await during(() => browser.get("/app"));
    rounds.signOut = await during(() => browser.post("/mfa/sign-out"));
    expect(rounds).to.deep.equal({
      wrongPassword: 3,
      password: 4,
      send: 2,
      wrongCode: 2,
      code: 2,
      held: 0,
      fresh: 1,
      stale: 1,
      signOut: 2,
    });
  });
});
