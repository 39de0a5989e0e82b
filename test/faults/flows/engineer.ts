import { expect } from "chai";
import { CookieJar } from "../../support/cookie-jar.js";
import { operatorPassword } from "../../support/harness.js";
import { mailOf } from "../../support/steps.js";
import { createSteps, type Flow, isIn, type Step, UnderWay } from "../flow.js";
import type { Stage } from "../stage.js";
import { comeIn, passMail, passPassword } from "./sign-in.js";

interface Policy {
  readonly version: number;
  readonly reauthDays: number;
  readonly strategies: readonly string[];
}

export const settings: Flow = {
  name: "settings",
  house: "either",
  inSession: true,
  begin({ jars }) {
    const { told, step } = createSteps();
    const ella = jars.ella?.copy() ?? new CookieJar();
    const read = async (stage: Stage, how: Step) =>
      (await how("read", stage.browser(ella).get("/mfa/settings"))).json().policy as Policy;
    const change = async (stage: Stage, how: Step) => {
      const { version } = await read(stage, how);
      const body = { mode: "either", reauthDays: 7, version };
      await how("saved", stage.browser(ella).post("/mfa/settings", body));
    };
    return {
      run: (stage) => change(stage, step),
      async holds(stage) {
        const { version, reauthDays, strategies } = await read(stage, createSteps().step);
        expect([version, reauthDays]).to.deep.equal(version === 1 ? [1, 0] : [2, 7]);
        if (told.has("saved")) expect(version, "what was saved").to.equal(2);
        expect(strategies, "MFA is on").to.deep.equal(["email-otp", "totp"]);
        const half = new CookieJar();
        await passPassword(stage, half, createSteps().step, "carl");
        expect(await isIn(stage.browser(half)), "by the password alone").to.equal(false);
      },
      async again(stage) {
        await change(stage, createSteps().step);
        return stage.browser(await comeIn(stage, "carl"));
      },
      async ends(stage) {
        expect((await read(stage, createSteps().step)).reauthDays).to.equal(7);
      },
    };
  },
};

export const setup: Flow = {
  name: "first-start setup",
  house: "new",
  begin() {
    const { told, step } = createSteps();
    const jar = new CookieJar();
    const begin = async (stage: Stage, own: CookieJar, how: Step) => {
      const person = { username: "ella", password: operatorPassword, email: mailOf("ella") };
      const body = { setupCode: stage.setupCode(), ...person, acknowledge: true, mode: "email" };
      await how("begun", stage.browser(own).post("/mfa/setup", body));
      await passMail(stage, own, how, "ella");
    };
    return {
      enters: { jar, told: () => told.has("in") },
      async run(stage) {
        await begin(stage, jar, step);
        await step("app", stage.browser(jar).get("/app"));
      },
      async holds(stage) {
        expect(await isIn(stage.browser(jar)), "in").to.equal(told.has("in"));
        const stranger = await stage.browser().post("/mfa/sign-in", {
          username: "ella",
          password: operatorPassword,
        });
        expect(stranger.json().state, "the password alone").not.to.equal("signed-in");
      },
      async again(stage) {
        const { state } = (await stage.browser().get("/mfa/")).json();
        if (told.has("app")) expect(state, "it is set up").to.equal("sign-in");
        if (state === "sign-in") return stage.browser(await comeIn(stage, "ella"));
        const own = new CookieJar();
        await begin(stage, own, createSteps().step);
        return stage.browser(own);
      },
      async ends(stage) {
        await stage.later(31_000);
        const engineer = stage.browser(await comeIn(stage, "ella"));
        const { operators } = (await engineer.get("/mfa/operators")).json() as {
          operators: { username: string; role: string }[];
        };
        expect(operators.map(({ username, role }) => `${username} ${role}`)).to.deep.equal(["ella engineer"]);
      },
    };
  },
};

const names = ["ida", "joel", "kim"];

export const imported: Flow = {
  name: "import",
  house: "either",
  inSession: true,
  begin({ jars }) {
    const { told, step } = createSteps();
    const ella = jars.ella?.copy() ?? new CookieJar();
    const send = async (stage: Stage, how: Step) => {
      const csv = ["username,role", "ida,engineer", "joel,", "kim,"].join("\n");
      const answer = await how(
        "taken",
        stage.browser(ella).post("/mfa/operators/import", { csv, sure: true }),
      );
      const { progress } = answer.json() as { progress?: { state: string } };
      // It goes on behind the answer, which says so.
      if (progress?.state !== "done") throw new UnderWay(`the import is ${progress?.state}`);
      how("done", Promise.resolve(answer));
    };
    const there = async (stage: Stage) => {
      const answer = await stage.browser(ella).get("/mfa/operators");
      const { operators } = answer.json() as { operators: { username: string }[] };
      return operators.map(({ username }) => username).filter((name) => names.includes(name));
    };
    return {
      run: (stage) => send(stage, step),
      async holds(stage) {
        if (told.has("done")) expect(await there(stage), "all of them").to.deep.equal(names);
      },
      async again(stage) {
        // Whoever was at it is given up after a while; the next process clears up, or brings the rest.
        await stage.restart();
        await stage.settled();
        const found = await there(stage);
        expect(found.length, `${found}: all or none`).to.be.oneOf([0, names.length]);
        if (told.has("done")) expect(found).to.deep.equal(names);
        if (found.length === 0) await send(stage, createSteps().step);
        expect(await there(stage)).to.deep.equal(names);
        return stage.browser(ella);
      },
    };
  },
};
