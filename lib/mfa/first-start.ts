import { z } from "zod";
import type { Clock, Policy, Random } from "../contract/index.js";
import { setupLife } from "../core/numbers.js";
import { type Installed, readPolicy } from "../core/policy.js";
import { type SystemRecord, withPolicy } from "../core/system.js";
import { mintCode } from "../crypto/index.js";
import { type Directory, systemId } from "../directory/index.js";
import type { FirstStart } from "../http/parts.js";
import type { Collection, CollectionSpec } from "../store/types.js";

/** The code that the server printed at its last start; every process knows it. */
export interface SetupCode {
  readonly hash: string;
  /** Milliseconds since the epoch. */
  readonly expires: number;
}

const code = z.strictObject({ hash: z.string(), expires: z.number() });

/** Kept past its end, so that who comes late is told so. */
export const setupSpec: CollectionSpec<SetupCode> = {
  prefix: "setup",
  parse: (stored) => code.parse(stored),
};

export interface FirstStartParts {
  readonly system: Collection<SystemRecord>;
  readonly codes: Collection<SetupCode>;
  readonly directory: Directory;
  readonly clock: Clock;
  readonly random: Random;
  /** Ids of the second factors. */
  readonly installed: Installed;
  /** Told when it is done, with the policy that was chosen, and who the first engineer is. */
  done(policy: Policy, operator: string): void;
}

export interface PrintableCode {
  readonly code: string;
  readonly expires: number;
}

/** `open`: makes the code of this start, where there is something to set up. */
export function createFirstStart(
  parts: FirstStartParts,
): FirstStart & { open(): Promise<PrintableCode | undefined> } {
  const { system, codes, directory, clock, random, installed } = parts;
  const only = "code";

  const firstStart: FirstStart = {
    async state() {
      const current = system.peek(systemId) ?? (await system.read(systemId));
      if (current !== undefined) return current.setup === undefined ? "done" : "begun";
      // Operators and no policy: it was lost, which opens nothing.
      return (await directory.isEmpty()) ? "new" : "done";
    },

    async judge(hash) {
      const printed = await codes.read(only, { fresh: true });
      if (hash === undefined || printed?.hash !== hash) return "wrong";
      if (clock() < printed.expires) return "right";
      // Over for good: no clock that steps back revives it.
      await codes.update(only, (current) => ({
        next: current?.hash === hash ? { hash, expires: 0 } : current,
        outcome: undefined,
      }));
      return "expired";
    },

    async begin(id, input) {
      const policy = { ...readPolicy(input, installed), version: 1 };
      const first: SystemRecord = {
        version: 1,
        policy,
        engineers: [id],
        epoch: 0,
        trustEpoch: 0,
        setup: { operator: id },
      };
      if ((await firstStart.state()) === "done") return false;
      const previous = await system.update(systemId, (current) =>
        current !== undefined && current.setup === undefined
          ? { next: current, outcome: null }
          : { next: first, outcome: current?.setup?.operator },
      );
      if (previous === null) return false;
      if (previous !== undefined) await directory.remove(previous);
      return true;
    },

    choose(id, input) {
      return system.update(systemId, (current) => {
        if (current?.setup?.operator !== id) return { next: current, outcome: false };
        return { next: withPolicy(current, readPolicy(input, installed, current.policy)), outcome: true };
      });
    },

    async finish(rules, id) {
      if (rules.system.setup?.operator !== id) return;
      const policy = await system.update(systemId, (current) => {
        if (current?.setup?.operator !== id) return { next: current, outcome: undefined };
        const { setup: _, ...rest } = current;
        return { next: rest, outcome: rest.policy };
      });
      if (policy === undefined) return;
      await codes.update(only, () => ({ next: undefined, outcome: undefined }));
      // Somebody who had begun as well, and was cut off before they were told.
      for await (const some of directory.entries())
        for (const other of some) if (other.id !== id) await directory.remove(other.id, other.username);
      parts.done(policy, id);
    },
  };

  return {
    ...firstStart,
    async open() {
      if ((await firstStart.state()) === "done") return undefined;
      const { hash, text } = mintCode(random);
      const expires = clock() + setupLife;
      await codes.update(only, () => ({ next: { hash, expires }, outcome: undefined }));
      return { code: text, expires };
    },
  };
}
