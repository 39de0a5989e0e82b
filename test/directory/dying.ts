import type { Backend } from "../../lib/contract/index.js";

/** A process that ends at its n-th write, just before it or just after. */
export interface Death {
  readonly at: number;
  readonly when: "before" | "after";
}

/** What is left in the store is what a process leaves that is killed there: no call of it arrives any more. */
export function dying(inner: Backend, { at, when }: Death) {
  const died = { writes: 0, dead: false };
  const die = () => {
    died.dead = true;
    throw new Error("killed");
  };
  const backend: Backend = {
    ...inner,
    async open() {},
    async read(keys) {
      return died.dead ? die() : inner.read(keys);
    },
    async swap(...values) {
      if (died.dead) return die();
      died.writes += 1;
      if (died.writes === at && when === "before") return die();
      const done = await inner.swap(...values);
      return died.writes === at ? die() : done;
    },
    async list(...values) {
      return died.dead ? die() : inner.list(...values);
    },
  };
  return { backend, died };
}
