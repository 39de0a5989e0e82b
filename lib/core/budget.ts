import { day, second } from "./numbers.js";

/** Failures counted by day, and until when nothing is judged. Both in the record, so that each count is exact. */
export interface Budget {
  /** Failures by the number of the day since the epoch. */
  readonly days: Readonly<Record<string, number>>;
  /** Milliseconds since the epoch; in the past: no wait. */
  readonly until: number;
}

export interface Limits {
  /** Failures before the first wait. */
  readonly free: number;
  readonly firstWait: number;
  readonly longestWait: number;
  /** How far back failures count. Whole days, so that it is never less than said. */
  readonly window: number;
}

export const unspent: Budget = { days: {}, until: 0 };

const dayOf = (now: number) => String(Math.floor(now / day));

/** The failures that still count. Days that lie ahead count too: a clock that stepped back forgives nothing. */
export function spent(budget: Budget, limits: Limits, now: number): number {
  const oldest = Math.floor((now - limits.window) / day);
  let sum = 0;
  for (const [date, failures] of Object.entries(budget.days)) if (Number(date) >= oldest) sum += failures;
  return sum;
}

/** Seconds to wait, 0 where there is nothing to wait for. */
export function waiting(budget: Budget, now: number): number {
  return budget.until > now ? Math.ceil((budget.until - now) / second) : 0;
}

export function charge(budget: Budget, limits: Limits, now: number): Budget {
  const oldest = Math.floor((now - limits.window) / day);
  const today = dayOf(now);
  const kept = Object.entries(budget.days).filter(([date]) => Number(date) >= oldest);
  const days = { ...Object.fromEntries(kept), [today]: (budget.days[today] ?? 0) + 1 };
  const failures = spent({ days, until: 0 }, limits, now);
  if (failures < limits.free) return { days, until: budget.until };
  const wait = Math.min(limits.longestWait, limits.firstWait * 2 ** (failures - limits.free));
  // A wait never shortens, not even when the clock stepped back in between.
  return { days, until: Math.max(budget.until, now + wait) };
}

/** Takes back what one sign-in has failed on its own way to success, and nothing else. */
export function giveBack(budget: Budget, own: Budget["days"]): Budget {
  const days = Object.entries(budget.days)
    .map(([date, failures]) => [date, failures - (own[date] ?? 0)] as const)
    .filter(([, failures]) => failures > 0);
  return { days: Object.fromEntries(days), until: budget.until };
}

/** Adds one failure of today to what a sign-in has failed so far. */
export function remember(own: Budget["days"], now: number): Budget["days"] {
  return { ...own, [dayOf(now)]: (own[dayOf(now)] ?? 0) + 1 };
}
