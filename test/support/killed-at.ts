import type { Backend } from "../../lib/contract/index.js";

/** The store of a process that kills itself just before (or, `after`, just after) the n-th write that counts is done. */
export function killedAt(
  inner: Backend,
  { n, when, counts }: { readonly n: number; readonly when: string; counts(key: string): boolean },
): Backend {
  let writes = 0;
  const die = () => process.kill(process.pid, "SIGKILL");
  return {
    ...inner,
    async swap(key, ...values) {
      const counted = counts(key);
      if (counted) writes += 1;
      const last = counted && writes === n;
      if (last && when === "before") die();
      const done = await inner.swap(key, ...values);
      if (last) die();
      return done;
    },
  };
}
