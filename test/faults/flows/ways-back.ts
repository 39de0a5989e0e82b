import { expect } from "chai";
import { CookieJar } from "../../support/cookie-jar.js";
import { operatorPassword } from "../../support/harness.js";
import { createSteps, type Flow, isIn, type Step, UnderWay } from "../flow.js";
import type { Stage } from "../stage.js";
import { enrolApp } from "./enrolment.js";
import { comeIn, passApp, passPassword } from "./sign-in.js";

/** What the old app shows is worth nothing, whoever holds it. */
async function assertOldAppIsOut(stage: Stage, key: string): Promise<void> {
  const thief = new CookieJar();
  await passPassword(stage, thief, createSteps().step, "anna");
  const answer = await stage.browser(thief).post("/mfa/challenge/totp/verify", { code: stage.appCode(key) });
  expect(answer.status, answer.text).to.be.oneOf([401, 409]);
  expect(await isIn(stage.browser(thief)), "by the old app").to.equal(false);
}

export const recovery: Flow = {
  name: "recovery code and new app",
  house: "either",
  begin({ codes, key }) {
    const { told, step } = createSteps();
    const jar = new CookieJar();
    let fresh = "";
    const learn = (shown: string) => {
      fresh = shown;
    };
    const show = (stage: Stage, own: CookieJar, code = "") =>
      stage.browser(own).post("/mfa/challenge/recovery-code/verify", { code });
    return {
      enters: { jar, told: () => told.has("enrolled") },
      async run(stage) {
        await passPassword(stage, jar, step, "anna");
        await step("shown", show(stage, jar, codes[0]));
        await enrolApp(stage, jar, step, learn);
        await step("app", stage.browser(jar).get("/app"));
      },
      async holds(stage) {
        expect(await isIn(stage.browser(jar)), "in").to.equal(told.has("enrolled"));
        if (told.has("enrolled")) await assertOldAppIsOut(stage, key);
        if (!told.has("shown")) return;
        const thief = new CookieJar();
        await passPassword(stage, thief, createSteps().step, "anna");
        const used = await show(stage, thief, codes[0]);
        expect(used.json(), "spent").to.include({ code: "ERR_MFA_CODE_USED" });
      },
      async again(stage) {
        if (told.has("enrolled")) return stage.browser(await comeIn(stage, "anna", fresh));
        const own = new CookieJar();
        const how = createSteps().step;
        await passPassword(stage, own, how, "anna");
        const first = await show(stage, own, codes[0]);
        // The one attempt may have cost one of them, and no more.
        if (first.status !== 200) {
          expect(first.json()).to.include({ code: "ERR_MFA_CODE_USED" });
          await how("the next", show(stage, own, codes[1]));
        }
        await enrolApp(stage, own, how, learn);
        return stage.browser(own);
      },
      async ends(stage) {
        const next = new CookieJar();
        await passPassword(stage, next, createSteps().step, "anna");
        const last = await show(stage, next, codes[9]);
        expect(last.status, "the others are good").to.equal(200);
      },
    };
  },
};

export const handover: Flow = {
  name: "reset and handover code",
  house: "either",
  inSession: true,
  begin({ jars, ids, key }) {
    const { told, step } = createSteps();
    const jar = new CookieJar();
    const old = jars.anna ?? new CookieJar();
    const ella = jars.ella?.copy() ?? new CookieJar();
    let code = "";
    let fresh = "";
    const learn = (shown: string) => {
      fresh = shown;
    };
    const reset = async (stage: Stage, how: Step) => {
      const path = `/mfa/operators/${ids.anna}/reset`;
      const answer = await how("reset", stage.browser(ella).post(path, { sure: true }));
      ({ code } = answer.json().handover as { code: string });
    };
    const show = (stage: Stage, own: CookieJar) => stage.browser(own).post("/mfa/handover", { code });
    return {
      enters: { jar, told: () => told.has("enrolled") },
      async run(stage) {
        await reset(stage, step);
        await passPassword(stage, jar, step, "anna");
        await step("shown", show(stage, jar));
        await enrolApp(stage, jar, step, learn);
        await step("app", stage.browser(jar).get("/app"));
      },
      async holds(stage) {
        expect(await isIn(stage.browser(jar)), "in").to.equal(told.has("enrolled"));
        expect(await isIn(stage.browser(ella)), "the engineer").to.equal(true);
        if (!told.has("reset")) return;
        expect(await isIn(stage.browser(old.copy())), "what was open").to.equal(false);
        await assertOldAppIsOut(stage, key);
      },
      async again(stage) {
        const how = createSteps().step;
        if (!told.has("reset")) await reset(stage, how);
        const own = new CookieJar();
        await passPassword(stage, own, how, "anna");
        const shown = await show(stage, own);
        if (shown.status === 200) await enrolApp(stage, own, how, learn);
        // It was done before it could be told: the phone is the new one already.
        else await passApp(stage, own, how, fresh);
        expect(shown.status === 200 && told.has("enrolled"), "a handover code is good once").to.equal(false);
        return stage.browser(own);
      },
    };
  },
};

const newWord = "a password of the new year";

export const forgotten: Flow = {
  name: "forgotten password",
  house: "either",
  begin({ jars, key }) {
    const { told, step } = createSteps();
    const old = jars.anna ?? new CookieJar();
    const change = async (stage: Stage, how: Step) => {
      const before = stage.codes("anna");
      await how("asked", stage.browser().post("/mfa/forgot", { username: "anna" }));
      if (!(await stage.moreCodes("anna", before))) throw new UnderWay("no mail has come");
      const body = { username: "anna", code: stage.codeTo("anna"), password: newWord };
      const second = stage.appCode(key);
      await how("changed", stage.browser().post("/mfa/forgot/verify", { ...body, second }));
    };
    const opens = async (stage: Stage, word: string) => {
      const answer = await stage.browser().post("/mfa/sign-in", { username: "anna", password: word });
      expect(answer.status).to.be.oneOf([200, 401]);
      return answer.status === 200;
    };
    return {
      run: (stage) => change(stage, step),
      async holds(stage) {
        const words = [await opens(stage, operatorPassword), await opens(stage, newWord)];
        expect(words.filter(Boolean), "one password, the old or the new").to.have.length(1);
        if (!told.has("changed")) return;
        expect(words[1], "the new one").to.equal(true);
        expect(await isIn(stage.browser(old.copy())), "what was open").to.equal(false);
      },
      async again(stage) {
        await change(stage, createSteps().step);
        await stage.later(31_000);
        return stage.browser(await comeIn(stage, "anna", key, newWord));
      },
    };
  },
};
