import { setTimeout } from "node:timers/promises";
import { ask as askServer } from "./ask.js";

/**
 * Answers `{ sessions: n }` from who started this server with the bytes that n sessions take in this process, each made by
 * `signIn` and asked for once. Needs `--expose-gc`.
 */
export function answerSessions(origin: string, signIn: (n: number) => Promise<string>): void {
  process.on("message", async ({ sessions }: { readonly sessions: number }) => {
    const cookies: string[] = [];
    await signIn(-1).then(ask); // whatever the first one brings along is not counted
    const before = await used();
    for (let n = 0; n < sessions; n += 1) cookies.push(await signIn(n));
    for (const cookie of cookies) await ask(cookie);
    cookies.length = 0;
    process.send?.((await used()) - before);
  });

  async function ask(cookie: string): Promise<void> {
    const { status } = await askServer(`${origin}/app`, { cookie });
    if (status !== 200) throw new Error(`a session that was just made: ${status}`);
  }
}

async function used(): Promise<number> {
  for (let times = 0; times < 3; times += 1) {
    await setTimeout(50);
    globalThis.gc?.();
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
