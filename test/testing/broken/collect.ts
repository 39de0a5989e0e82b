import type { Runner } from "../../../lib/testing/index.js";

export interface Ran {
  /** Of the test alone, without those of the groups that it is in. */
  readonly title: string;
  readonly failure: unknown;
}

/** A runner of our own: every test of a suite, one after the other, and how each ended. */
export async function collect(suite: (runner: Runner) => void): Promise<readonly Ran[]> {
  const tests: { readonly title: string; readonly body: () => Promise<void> }[] = [];
  suite({
    describe: (_title, body) => body(),
    it: (title, body) => tests.push({ title, body }),
  });
  const ran: Ran[] = [];
  for (const { title, body } of tests) {
    const failure = await body().then(
      () => undefined,
      (error: unknown) => error ?? new Error("it failed with nothing"),
    );
    ran.push({ title, failure });
  }
  return ran;
}

export function failed(ran: readonly Ran[]): readonly string[] {
  return ran.filter(({ failure }) => failure !== undefined).map(({ title }) => title);
}
