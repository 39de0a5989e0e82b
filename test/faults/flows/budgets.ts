import { expect } from "chai";
import { CookieJar } from "../../support/cookie-jar.js";
import { operatorPassword } from "../../support/harness.js";
import { notThe } from "../../support/steps.js";
import { createSteps, type Flow, isIn } from "../flow.js";
import type { Stage } from "../stage.js";
import { comeIn, passPassword } from "./sign-in.js";

/** Of five, those that were told are gone, and of the one that nobody was told at most one more. */
function assertLeft(left: number, told: number): void {
  expect(left, `${told} of 5 told, ${left} left`).to.be.within(5 - told - 1, 5 - told);
}

const most = 10;

/** How often it can be done until it has to wait. */
async function countUntilWait(once: () => Promise<{ readonly status: number }>): Promise<number> {
  for (let count = 0; count < most; count += 1) if ((await once()).status === 429) return count;
  return most;
}

export const wrongCodes: Flow = {
  name: "wrong codes",
  house: "either",
  begin({ key }) {
    const { told, step } = createSteps();
    const jar = new CookieJar();
    const wrong = (stage: Stage, own: CookieJar) =>
      stage.browser(own).post("/mfa/challenge/totp/verify", { code: notThe(stage.appCode(key)) });
    return {
      async run(stage) {
        await passPassword(stage, jar, step, "anna");
        for (const name of ["1", "2"]) await step(name, wrong(stage, jar), 401);
      },
      async holds(stage) {
        expect(await isIn(stage.browser(jar))).to.equal(false);
        const own = new CookieJar();
        await passPassword(stage, own, createSteps().step, "anna");
        const left = await countUntilWait(() => wrong(stage, own));
        assertLeft(left, ["1", "2"].filter((name) => told.has(name)).length);
      },
      again: async (stage) => stage.browser(await comeIn(stage, "anna", key)),
    };
  },
};

export const wrongPasswords: Flow = {
  name: "wrong passwords",
  house: "either",
  begin({ key }) {
    const { told, step } = createSteps();
    const wrong = (stage: Stage) =>
      stage.browser().post("/mfa/sign-in", { username: "anna", password: `not ${operatorPassword}` });
    return {
      async run(stage) {
        for (const name of ["1", "2"]) await step(name, wrong(stage), 401);
      },
      async holds(stage) {
        const left = await countUntilWait(() => wrong(stage));
        assertLeft(left, ["1", "2"].filter((name) => told.has(name)).length);
      },
      again: async (stage) => stage.browser(await comeIn(stage, "anna", key)),
    };
  },
};

export const sends: Flow = {
  name: "codes by mail",
  house: "either",
  begin() {
    const { told, step } = createSteps();
    const jar = new CookieJar();
    const send = (stage: Stage, own: CookieJar) => stage.browser(own).post("/mfa/challenge/email-otp");
    return {
      async run(stage) {
        // What the house used up is given back.
        await stage.later(3_600_000);
        await passPassword(stage, jar, step, "carl");
        for (const name of ["1", "2"]) {
          await step(name, send(stage, jar));
          await stage.later(31_000);
        }
      },
      async holds(stage) {
        const own = new CookieJar();
        await stage.later(31_000);
        await passPassword(stage, own, createSteps().step, "carl");
        const left = await countUntilWait(async () => {
          const answer = await send(stage, own);
          await stage.later(31_000);
          return answer;
        });
        assertLeft(left, ["1", "2"].filter((name) => told.has(name)).length);
      },
      async again(stage) {
        await stage.later(3_600_000);
        return stage.browser(await comeIn(stage, "carl"));
      },
    };
  },
};
