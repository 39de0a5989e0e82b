import { expect } from "chai";
import type { Browser } from "../support/browser.js";
import type { CookieJar } from "../support/cookie-jar.js";
import type { Answer } from "../support/http.js";
import type { House, HouseName } from "./house.js";
import type { LocalStage, Stage } from "./stage.js";

/** One thing that people do, from a system that stands ready for it to its end. */
export interface Flow {
  readonly name: string;
  readonly house: HouseName;
  /** It begins in a session that must last: an engineer's, or their own. */
  readonly inSession?: true;
  /** One walk through it, that remembers what it was told. */
  begin(house: House): Walk;
}

export interface Walk {
  /** The browser that comes in by it, where one does, and whether it was told so. */
  readonly enters?: { readonly jar: CookieJar; told(): boolean };
  /** Throws `Stopped` where an answer is not the usual one. */
  run(stage: Stage): Promise<void>;
  /** What must hold at once, wherever it was stopped: who is not in, and that all that was told is so. */
  holds(stage: LocalStage): Promise<void>;
  /** The normal way, some time later: the same anew, or as they were before. Ends with a browser that is in. */
  again(stage: LocalStage): Promise<Browser>;
  /** What must hold then. */
  ends?(stage: LocalStage): Promise<void>;
}

/** Where a walk ended. Without an answer the server was gone. */
export class Stopped extends Error {
  constructor(
    readonly step: string,
    readonly answer?: Answer,
  ) {
    super(`${step}: ${answer === undefined ? "no answer" : `${answer.status} ${answer.text.slice(0, 300)}`}`);
  }
}

/** It goes on behind the answer, and nobody was told that it is done. */
export class UnderWay extends Stopped {}

/** The steps of one walk, and what was told of them. */
export function createSteps() {
  const told = new Set<string>();
  return {
    told,
    async step(name: string, sent: Promise<Answer>, status = 200): Promise<Answer> {
      const answer = await sent.catch(() => {
        throw new Stopped(name);
      });
      if (answer.status !== status) throw new Stopped(name, answer);
      told.add(name);
      return answer;
    },
  };
}
export type Step = ReturnType<typeof createSteps>["step"];

/** In or not, and nothing else. */
export async function isIn(browser: Browser, path = "/app"): Promise<boolean> {
  const { status, text } = await browser.get(path);
  expect(status, text).to.be.oneOf([200, 401]);
  return status === 200;
}
