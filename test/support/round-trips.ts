import type { Backend } from "../../lib/index.js";
import { memory } from "../../storage/memory.js";
import { isBackground } from "./background.js";
import { operatorPassword, startHost } from "./harness.js";
import { mailOf } from "./steps.js";

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

/** How often each step waits for the store, one call after the other. */
export async function roundTrips() {
  const { backend, during } = counting(memory());
  const host = await startHost({ mode: "email", storage: backend });
  try {
    await host.addOperator("anna");
    await host.addOperator("bo");
    const browser = host.browser();
    const signIn =
      (password: string, username = "anna") =>
      () =>
        browser.post("/mfa/sign-in", { username, password });
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
      knownPassword: 0,
      wrongForAnother: 0,
      wrongForNobody: 0,
    };
    host.clock.advance(1_001);
    rounds.stale = await during(() => browser.get("/app"));
    rounds.signOut = await during(() => browser.post("/mfa/sign-out"));
    rounds.knownPassword = await during(signIn(operatorPassword));
    rounds.wrongForAnother = await during(signIn("wrong", "bo"));
    rounds.wrongForNobody = await during(signIn("wrong", "nobody"));
    return rounds;
  } finally {
    await host.close();
  }
}
