/** A clock that stands until a test moves it. */
export interface TestClock {
  now(): number;
  /** Milliseconds; backwards too. */
  advance(milliseconds: number): void;
}

/** @param start milliseconds since the epoch; the start of a TOTP step unless said otherwise */
export function createTestClock(start = Date.UTC(2026, 1, 2, 8, 0, 0)): TestClock {
  let now = start;
  return {
    now: () => now,
    advance(milliseconds) {
      now += milliseconds;
    },
  };
}
