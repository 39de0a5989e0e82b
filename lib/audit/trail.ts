import type { AuditLine, AuditResult, Clock } from "../contract/index.js";
import { day } from "../core/numbers.js";
import type { Collection } from "../store/types.js";
import { idAfter } from "./line.js";

export interface AuditFilter {
  /** Whoever has this id, or had this name. */
  readonly operator?: { readonly id: string | undefined; is(username: string): boolean };
  readonly type?: string;
  readonly result?: AuditResult;
  /** Milliseconds since the epoch, included. */
  readonly from?: number;
  /** Not included. */
  readonly until?: number;
}

export interface AuditPage {
  readonly lines: readonly AuditLine[];
  /** Where the next page begins; missing at the end. */
  readonly next: string | undefined;
}

/** What was written, the newest first. */
export interface Trail {
  /** A page may be short where much had to be looked through; as long as there is a `next`, there may be more. */
  page(filter: AuditFilter, after: string | undefined, size: number): Promise<AuditPage>;
  /** Some at a time, `most` in all. */
  walk(filter: AuditFilter, most: number): AsyncGenerator<readonly AuditLine[]>;
}

const some = 200;
/** Lines that one page looks through: some 100 ms. */
const looked = 5000;

export function createTrail(lines: Collection<AuditLine>, clock: Clock, days: number): Trail {
  /** Pieces of the trail, each with where it ends; from the newest that the filter wants to the oldest that is kept. */
  async function* pieces(filter: AuditFilter, after: string | undefined) {
    const oldest = Math.max(filter.from ?? 0, clock() - days * day);
    const start = filter.until === undefined ? undefined : idAfter(filter.until);
    let last = after ?? start;
    for (;;) {
      const read = await lines.list(last, some);
      const wanted = read.filter(([, { at }]) => at >= oldest).map(([, line]) => line);
      const full = read.length === some && wanted.length === read.length;
      yield wanted;
      last = read.at(-1)?.[0];
      if (!full || last === undefined) return;
    }
  }

  return {
    async page(filter, after, size) {
      const found: AuditLine[] = [];
      let seen = 0;
      for await (const piece of pieces(filter, after)) {
        for (const line of piece) {
          seen += 1;
          if (!fits(line, filter)) continue;
          if (found.length === size) return { lines: found, next: found.at(-1)?.id };
          found.push(line);
        }
        if (seen >= looked && piece.length === some) return { lines: found, next: piece.at(-1)?.id };
      }
      return { lines: found, next: undefined };
    },
    async *walk(filter, most) {
      let left = most;
      for await (const piece of pieces(filter, undefined)) {
        const found = piece.filter((line) => fits(line, filter)).slice(0, left);
        yield found;
        left -= found.length;
        if (left === 0) return;
      }
    },
  };
}

function fits(line: AuditLine, { operator, type, result, until }: AuditFilter): boolean {
  const isThey = (person: AuditLine["operator"]) =>
    person !== undefined &&
    (person.id === operator?.id || (person.username !== undefined && operator?.is(person.username) === true));
  return (
    (operator === undefined || isThey(line.operator) || isThey(line.by)) &&
    (type === undefined || line.type === type) &&
    (result === undefined || line.result === result) &&
    (until === undefined || line.at < until)
  );
}
