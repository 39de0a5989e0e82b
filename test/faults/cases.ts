import { type Blow, type Call, countOf, type Fate } from "./faulty-store.js";
import type { Flow } from "./flow.js";

/** Everything, however long it takes; otherwise what is said beside the counts. */
export const isSoak = process.env.EXPRESS_MFA_SOAK === "1";

/** Cases for the calls of a clean walk, in their order; none of the fates: that call is left out. */
export function casesOf(
  calls: readonly Call[],
  fates: (call: Call, number: number) => readonly Fate[],
): readonly Blow[] {
  return calls.flatMap((call, at) => {
    if (!isSoak && isInsideOfRun(calls, at)) return [];
    const { reads, writes } = countOf(calls.slice(0, at + 1));
    const isWrite = call.kind === "swap";
    const number = isWrite ? writes : reads;
    return fates(call, number).map((fate) => ({ number, writes: isWrite, fate }));
  });
}

/** Whether it came to that. */
export function isReached({ number, writes }: Blow, calls: readonly Call[]): boolean {
  const count = countOf(calls);
  return (writes ? count.writes : count.reads) >= number;
}

/** The index is read bucket by bucket: of many reads in a row the first, the last and each sixteenth say it all. */
function isInsideOfRun(calls: readonly Call[], at: number): boolean {
  const isRead = (index: number) => {
    const call = calls[index];
    return call?.kind === "read" && call.of === "index";
  };
  return isRead(at - 1) && isRead(at) && isRead(at + 1) && at % 16 !== 0;
}

export interface Tally {
  tried: number;
  /** What was wrong, in words. */
  readonly failed: string[];
}

/** The whole count: a line for each flow, and one for all of them. */
export function createTallies(what: string, isWhole = isSoak) {
  const all = { tried: 0, failed: 0 };
  return {
    add(flow: Flow, calls: readonly Call[], { tried, failed }: Tally): void {
      all.tried += tried;
      all.failed += failed.length;
      const { reads, writes } = countOf(calls);
      console.log(
        `      ${flow.name}: ${reads} reads and ${writes} writes; ${tried} cases tried, ${failed.length} failed`,
      );
    },
    print(): void {
      console.log(
        `    ${what}: ${all.tried} cases tried, ${all.failed} failed${isWhole ? "" : "; a sample, all of them with EXPRESS_MFA_SOAK=1"}`,
      );
    },
  };
}

/** Tries each, so many at once; what one of them throws is a failure of that one. */
export async function tryAll<Case extends Blow>(
  cases: readonly Case[],
  atOnce: number,
  one: (blow: Case) => Promise<void>,
): Promise<Tally> {
  const tally: Tally = { tried: 0, failed: [] };
  const left = [...cases];
  const worker = async () => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      tally.tried += 1;
      const said = `${next.writes ? "write" : "read"} ${next.number} ${next.fate}`;
      await one(next).catch((error: unknown) => tally.failed.push(`${said}: ${String(error)}`));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return tally;
}
