import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { startSmtp } from "../support/smtp.js";
import { createTestClock } from "../support/test-clock.js";
import type { Blow } from "./faulty-store.js";
import { type House, houseSecret } from "./house.js";
import { type Stage, stageOf } from "./stage.js";

export type ToChild =
  | { readonly is: "watch"; readonly blow: Blow }
  | { readonly is: "later"; readonly milliseconds: number };

export type FromChild =
  | { readonly is: "ready"; readonly via: string; readonly setupCode: string }
  | { readonly is: "done" };

export interface ChildStage extends Stage {
  /** The signal that ended it, if one did. */
  ended(): Promise<NodeJS.Signals | null>;
}

const script = fileURLToPath(new URL("./server.ts", import.meta.url));
const root = fileURLToPath(new URL("../..", import.meta.url));

/** The server in a process of its own, on a database in a file, that is killed at a call. */
export async function startChild(house: House, file: string, blow: Blow): Promise<ChildStage> {
  const smtp = await startSmtp();
  const clock = createTestClock(house.at);
  const child = fork(script, [file, house.name, smtp.url, houseSecret, String(house.at)], {
    cwd: root,
    execArgv: ["--import=tsx"],
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const gone = once(child, "exit") as Promise<[number | null, NodeJS.Signals | null]>;
  const heard = async (): Promise<FromChild | undefined> =>
    Promise.race([once(child, "message").then(([told]) => told as FromChild), gone.then(() => undefined)]);
  const ask = async (asked: ToChild) => {
    if (!child.connected) return;
    const answer = heard();
    child.send(asked, () => {});
    await answer;
  };
  const ready = await heard();
  if (ready?.is !== "ready") throw new Error("The server did not start");
  await ask({ is: "watch", blow });
  return {
    ...stageOf({ smtp, via: () => ready.via, now: clock.now }),
    now: clock.now,
    setupCode: () => ready.setupCode,
    async later(milliseconds) {
      clock.advance(milliseconds);
      await ask({ is: "later", milliseconds });
    },
    async ended() {
      if (child.connected) child.disconnect();
      return (await gone)[1];
    },
    async close() {
      if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL");
      await gone;
      await smtp.close();
    },
  };
}
