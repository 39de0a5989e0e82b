import { median } from "./probes.js";

/** How far the phones of operators are from our clock, by the codes that were right: without internet, the only other clock. */
export interface Drift {
  /** @param ahead seconds that the phone is ahead of us */
  note(operator: string, ahead: number): void;
  /** The middle of the last code of each operator; nothing before there are five of them. */
  read(): { readonly ahead: number; readonly operators: number } | undefined;
}

const most = 1000;
const enough = 5;

export function createDrift(): Drift {
  const last = new Map<string, number>();
  return {
    note(operator, ahead) {
      last.delete(operator);
      last.set(operator, ahead);
      const [oldest] = last.keys();
      if (last.size > most && oldest !== undefined) last.delete(oldest);
    },
    read() {
      if (last.size < enough) return undefined;
      return { ahead: median([...last.values()]), operators: last.size };
    },
  };
}
