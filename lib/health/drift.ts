import { median } from "./median.js";

/** What right codes tell of the clocks of phones, beside ours. In this process only. */
export interface Drift {
  /** This operator's phone is so many seconds ahead of us; negative: behind. */
  note(operatorId: string, ahead: number): void;
  /** Seconds that the phone in the middle is ahead; nothing while there are fewer than 5. */
  ahead(): number | undefined;
}

const most = 1000;
const least = 5;

export function createDrift(): Drift {
  const latest = new Map<string, number>();
  return {
    note(operatorId, ahead) {
      if (!Number.isFinite(ahead)) return;
      latest.delete(operatorId);
      latest.set(operatorId, ahead);
      const [oldest] = latest.keys();
      if (latest.size > most && oldest !== undefined) latest.delete(oldest);
    },
    ahead: () => (latest.size < least ? undefined : median([...latest.values()])),
  };
}
