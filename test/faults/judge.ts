import { expect } from "chai";
import { isIn, Stopped, UnderWay, type Walk } from "./flow.js";
import type { LocalStage, Stage } from "./stage.js";

/** Milliseconds: another code of an app, another mail, and the end of a wait. */
const aWhile = 61_000;

/** Walks; the step at which it was stopped, if it was. What else goes wrong is thrown. */
export async function walkThrough(walk: Walk, stage: Stage): Promise<Stopped | undefined> {
  try {
    await walk.run(stage);
    return undefined;
  } catch (error) {
    if (error instanceof Stopped) return error;
    throw error;
  }
}

/** RFC 9457, and nothing about what is inside. */
export function assertClosed(stopped: Stopped | undefined): void {
  if (stopped === undefined || stopped instanceof UnderWay) return;
  expect(stopped.answer, stopped.message).not.to.equal(undefined);
  if (stopped.answer === undefined) return;
  const { status, headers, text } = stopped.answer;
  expect(status, stopped.message).to.equal(503);
  expect(headers["content-type"], stopped.message).to.match(/^application\/problem\+json/);
  expect(JSON.parse(text), stopped.message).to.include({ status: 503, code: "ERR_MFA_STORAGE" });
  expect(text).not.to.match(/ECONNREFUSED|10\.0\.0\.7|did not answer within/);
}

/** What must hold once the store is back, or the server: nobody is in who should not be, and everybody can be. */
export async function judge(walk: Walk, stage: LocalStage): Promise<void> {
  expect(await isIn(stage.browser()), "a stranger").to.equal(false);
  await walk.holds(stage);
  await stage.later(aWhile);
  expect(await isIn(await walk.again(stage)), "in, by the normal way").to.equal(true);
  await walk.ends?.(stage);
  expect(await isIn(stage.browser()), "a stranger").to.equal(false);
}
