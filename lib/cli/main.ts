#!/usr/bin/env node
import { createInterface } from "node:readline/promises";
import { run } from "./run.js";

const interrupted = 130;
const controller = new AbortController();
let unread = false;

/** Ctrl-C: what is under way ends between two steps, whole. The second one ends the process. */
for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => controller.abort());
/** Whoever reads it has enough: `audit export | head`. */
process.stdout.on("error", () => {
  unread = true;
  controller.abort();
});

/** One line at a time, so that nothing is read that belongs to somebody else. */
async function ask(question: string): Promise<string> {
  const reader = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return await reader.question(question, { signal: controller.signal });
  } catch (error) {
    controller.abort(); // Ctrl-C and Ctrl-D, which come to the reader as keys and not as signals
    throw error;
  } finally {
    reader.close();
  }
}

const exit = await run(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  ask: process.stdin.isTTY ? ask : undefined,
  signal: controller.signal,
});
// What is open still, such as to a mail server that hangs, holds up nobody.
process.stdout.write("", () => process.exit(unread ? interrupted : exit));
