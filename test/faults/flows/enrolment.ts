import { expect } from "chai";
import { CookieJar } from "../../support/cookie-jar.js";
import { createSteps, type Flow, isIn, type Step, UnderWay } from "../flow.js";
import type { Stage } from "../stage.js";
import { comeIn, passApp, passMail, passPassword } from "./sign-in.js";

/** A new app, from the key that is shown to its first code; `learn` is told the key as soon as it is there. */
export async function enrolApp(stage: Stage, jar: CookieJar, step: Step, learn: (key: string) => void) {
  const browser = stage.browser(jar);
  const { secret: key } = (await step("begun", browser.post("/mfa/enrol/totp"))).json();
  // A clock that stepped in between: it is over before it is shown.
  if (typeof key !== "string") throw new UnderWay("no key was shown");
  learn(key);
  return step("enrolled", browser.post("/mfa/enrol/totp/verify", { code: stage.appCode(key) }));
}

/** Dora needs an app and has none: she enrols it in her first sign-in. */
export const firstEnrolment: Flow = {
  name: "enrolment at the first sign-in",
  house: "app",
  begin() {
    const { told, step } = createSteps();
    const jar = new CookieJar();
    let key = "";
    const enrol = async (stage: Stage, own: CookieJar, how: Step) => {
      await how("sent", stage.browser(own).post("/mfa/challenge/email-otp"));
      const code = stage.codeTo("dora");
      await how("confirmed", stage.browser(own).post("/mfa/challenge/email-otp/verify", { code }));
      await enrolApp(stage, own, how, (shown) => {
        key = shown;
      });
    };
    return {
      enters: { jar, told: () => told.has("enrolled") },
      async run(stage) {
        await passPassword(stage, jar, step, "dora");
        await enrol(stage, jar, step);
        await step("app", stage.browser(jar).get("/app"));
      },
      async holds(stage) {
        expect(await isIn(stage.browser(jar)), "in").to.equal(told.has("enrolled"));
      },
      async again(stage) {
        const own = new CookieJar();
        const how = createSteps().step;
        const { state } = (await passPassword(stage, own, how, "dora")).json();
        if (told.has("enrolled")) expect(state, "the app is there").not.to.equal("enrol");
        if (state === "enrol") await enrol(stage, own, how);
        else await passApp(stage, own, how, key);
        return stage.browser(own);
      },
    };
  },
};

/** Carl has his mailbox and adds an app, on his card. */
export const furtherEnrolment: Flow = {
  name: "enrolment on the card",
  house: "either",
  inSession: true,
  begin({ jars }) {
    const { told, step } = createSteps();
    const jar = jars.carl?.copy() ?? new CookieJar();
    const keys: string[] = [];
    const learn = (key: string) => void keys.push(key);
    return {
      run: async (stage) => void (await enrolApp(stage, jar, step, learn)),
      async holds(stage) {
        expect(await isIn(stage.browser(jar)), "who was in stays so").to.equal(true);
      },
      async again(stage) {
        const own = await comeIn(stage, "carl");
        const how = createSteps().step;
        const begun = await stage.browser(own).post("/mfa/enrol/totp");
        if (begun.status === 200) {
          expect(told.has("enrolled"), "the app is there, and guards the next one").to.equal(false);
          await stage.later(31_000);
          await enrolApp(stage, own, how, learn);
        } else {
          // It is the strongest that he has from now on, whether he was told or not.
          expect(begun.json()).to.include({ code: "ERR_MFA_CONFIRM", confirm: "totp" });
        }
        await stage.later(31_000);
        return stage.browser(await comeIn(stage, "carl", keys.at(-1)));
      },
    };
  },
};

/** Anna takes her app away. */
export const removal: Flow = {
  name: "removal of the app",
  house: "either",
  inSession: true,
  begin({ jars, key }) {
    const { told, step } = createSteps();
    const jar = jars.anna?.copy() ?? new CookieJar();
    const remove = (stage: Stage, own: CookieJar) =>
      stage.browser(own).post("/mfa/card/strategies/totp/remove");
    const isOffered = async (stage: Stage) => {
      const own = new CookieJar();
      await passPassword(stage, own, createSteps().step, "anna");
      const { status } = await stage
        .browser(own)
        .post("/mfa/challenge/totp/verify", { code: stage.appCode(key) });
      expect(status).to.be.oneOf([200, 409]);
      return status === 200;
    };
    return {
      run: async (stage) => void (await step("removed", remove(stage, jar))),
      async holds(stage) {
        if (told.has("removed")) expect(await isOffered(stage), "the app").to.equal(false);
      },
      async again(stage) {
        if (await isOffered(stage)) {
          expect(told.has("removed")).to.equal(false);
          await stage.later(31_000);
          const own = await comeIn(stage, "anna", key);
          await createSteps().step("removed", remove(stage, own));
        }
        const own = new CookieJar();
        await passPassword(stage, own, createSteps().step, "anna");
        await passMail(stage, own, createSteps().step, "anna");
        return stage.browser(own);
      },
    };
  },
};
