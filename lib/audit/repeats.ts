import type { AuditEntry, Clock } from "../contract/index.js";
import { minute } from "../core/numbers.js";

/** What anybody can make happen without end, in few lines. */
export interface Repeats {
  note(key: string, entry: AuditEntry): void;
  /** Tells what was counted and not told yet. */
  close(): void;
}

export interface RepeatsParts {
  readonly clock: Clock;
  /** One line to be written: what happened, when last, and how often. */
  tell(entry: AuditEntry, at: number): void;
}

interface Window {
  readonly entry: AuditEntry;
  readonly start: number;
  last: number;
  count: number;
}

/** Lines of different keys, for each type: so many at once, and so many a minute for ever. 10 a minute are 14,400 a day, some 10 MB. */
const burst = 100;
const perMinute = 10;
const lookEvery = 10_000;

/**
 * The first of a key gets its line at once; all others of the minute after it get one more, with their number. Where
 * more keys come than there are lines for, the rest is counted by type, without name and address. What strangers do takes no
 * line from what is known of operators. In this process only.
 */
export function createRepeats({ clock, tell }: RepeatsParts): Repeats {
  const windows = new Map<string, Window>();
  const buckets = new Map<string, { left: number; filled: number }>();
  let timer: NodeJS.Timeout | undefined;

  const take = ({ type, operator }: AuditEntry, now: number): boolean => {
    const key = `${type} ${operator === undefined ? "stranger" : "operator"}`;
    const { left, filled } = buckets.get(key) ?? { left: burst, filled: now };
    // A clock that steps back gives nothing.
    const full = Math.min(burst, left + (Math.max(0, now - filled) / minute) * perMinute);
    buckets.set(key, { left: full < 1 ? full : full - 1, filled: now });
    return full >= 1;
  };

  const end = (key: string, { entry, count, last }: Window) => {
    windows.delete(key);
    if (count > 0) tell({ ...entry, count }, last);
  };

  const endOld = () => {
    const now = clock();
    for (const [key, window] of windows) if (isOver(window, now)) end(key, window);
    if (windows.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };

  const open = (key: string, entry: AuditEntry, now: number) => {
    const window = windows.get(key);
    if (window !== undefined && !isOver(window, now)) {
      window.count += 1;
      window.last = now;
      return true;
    }
    if (window !== undefined) end(key, window);
    // A window that is told by type has a line of its own, of which there are as many as types.
    if (key !== others(entry) && !take(entry, now)) return false;
    windows.set(key, { entry, start: now, last: now, count: 0 });
    tell(entry, now);
    timer ??= setInterval(endOld, lookEvery).unref();
    return true;
  };

  return {
    note(key, entry) {
      const now = clock();
      if (!open(key, entry, now)) open(others(entry), { type: entry.type }, now);
    },
    close() {
      clearInterval(timer);
      timer = undefined;
      for (const [key, window] of windows) end(key, window);
    },
  };
}

const others = ({ type }: AuditEntry) => `others ${type}`;

function isOver({ start }: Window, now: number): boolean {
  return now >= start + minute || now < start;
}
