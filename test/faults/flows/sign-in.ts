import { expect } from "chai";
import { CookieJar } from "../../support/cookie-jar.js";
import { operatorPassword } from "../../support/harness.js";
import { createSteps, type Flow, isIn, type Step } from "../flow.js";
import type { Stage } from "../stage.js";

/** A sign-in step by step; it ends in `in`, and behind the door in `app`. */
export async function passPassword(
  stage: Stage,
  jar: CookieJar,
  step: Step,
  username: string,
  word?: string,
) {
  const body = { username, password: word ?? operatorPassword };
  return step("password", stage.browser(jar).post("/mfa/sign-in", body));
}

export async function passMail(stage: Stage, jar: CookieJar, step: Step, username: string) {
  const browser = stage.browser(jar);
  await step("sent", browser.post("/mfa/challenge/email-otp"));
  return step("in", browser.post("/mfa/challenge/email-otp/verify", { code: stage.codeTo(username) }));
}

export function passApp(stage: Stage, jar: CookieJar, step: Step, key: string) {
  return step("in", stage.browser(jar).post("/mfa/challenge/totp/verify", { code: stage.appCode(key) }));
}

/** As on any day, and nothing may go wrong. */
export async function comeIn(
  stage: Stage,
  username: string,
  key?: string,
  word?: string,
): Promise<CookieJar> {
  const { step } = createSteps();
  const jar = new CookieJar();
  await passPassword(stage, jar, step, username, word);
  await (key === undefined ? passMail(stage, jar, step, username) : passApp(stage, jar, step, key));
  return jar;
}

export const signInByMail: Flow = {
  name: "sign-in by e-mail",
  house: "either",
  begin() {
    const { told, step } = createSteps();
    const jar = new CookieJar();
    return {
      enters: { jar, told: () => told.has("in") },
      async run(stage) {
        await passPassword(stage, jar, step, "carl");
        await passMail(stage, jar, step, "carl");
        await step("app", stage.browser(jar).get("/app"));
      },
      async holds(stage) {
        expect(await isIn(stage.browser(jar)), "in").to.equal(told.has("in"));
      },
      again: async (stage) => stage.browser(await comeIn(stage, "carl")),
      async ends(stage) {
        expect(await isIn(stage.browser(jar)), "in still").to.equal(told.has("in"));
      },
    };
  },
};

export const signInByApp: Flow = {
  name: "sign-in by app",
  house: "either",
  begin({ key }) {
    const { told, step } = createSteps();
    const jar = new CookieJar();
    return {
      enters: { jar, told: () => told.has("in") },
      async run(stage) {
        await passPassword(stage, jar, step, "anna");
        await passApp(stage, jar, step, key);
        await step("app", stage.browser(jar).get("/app"));
      },
      async holds(stage) {
        expect(await isIn(stage.browser(jar)), "in").to.equal(told.has("in"));
        if (!told.has("in")) return;
        const thief = new CookieJar();
        await passPassword(stage, thief, createSteps().step, "anna");
        const used = await stage
          .browser(thief)
          .post("/mfa/challenge/totp/verify", { code: stage.appCode(key) });
        expect(used.json(), "a code that was told to be right is spent").to.include({
          code: "ERR_MFA_CODE_USED",
        });
      },
      again: async (stage) => stage.browser(await comeIn(stage, "anna", key)),
      async ends(stage) {
        expect(await isIn(stage.browser(jar)), "in still").to.equal(told.has("in"));
      },
    };
  },
};

export const stepUp: Flow = {
  name: "step-up",
  house: "either",
  inSession: true,
  begin({ jars }) {
    const { told, step } = createSteps();
    const jar = jars.carl?.copy() ?? new CookieJar();
    const before = jar.copy();
    let current = jar;
    const prove = async (stage: Stage, how: Step) => {
      await passMail(stage, current, how, "carl");
      await how("door", stage.browser(current).get("/app/fresh"));
    };
    return {
      async run(stage) {
        await stage.later(301_000);
        await prove(stage, step);
      },
      async holds(stage) {
        expect(await isIn(stage.browser(jar), "/app/fresh"), "fresh").to.equal(told.has("in"));
        if (told.has("in")) expect(await isIn(stage.browser(before)), "the old secret").to.equal(false);
        expect(await isIn(stage.browser(before), "/app/fresh"), "by the old secret").to.equal(false);
      },
      async again(stage) {
        if (await isIn(stage.browser(jar))) await prove(stage, createSteps().step);
        else current = await comeIn(stage, "carl");
        expect(await isIn(stage.browser(current), "/app/fresh"), "fresh at last").to.equal(true);
        return stage.browser(current);
      },
    };
  },
};
