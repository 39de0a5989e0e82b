import type { Answer } from "../support/http.js";

/** How many answers carried which code; those that went well under `ok`. */
export function tally(answers: readonly Answer[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const answer of answers) {
    const name = answer.status < 400 ? "ok" : String(answer.json().code);
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

/** Runs the work for 0 to count - 1, so many at once. */
export async function inBatches<T>(
  count: number,
  atOnce: number,
  work: (index: number) => Promise<T>,
): Promise<T[]> {
  const done: T[] = [];
  for (let start = 0; start < count; start += atOnce) {
    const length = Math.min(atOnce, count - start);
    done.push(...(await Promise.all(Array.from({ length }, (_, index) => work(start + index)))));
  }
  return done;
}
