import { z } from "zod";
import type { OperatorRecord } from "../core/record.js";
import type { Collection, CollectionSpec } from "../store/types.js";
import { type ImportHead, isLive } from "./journal.js";
import { canonicalName } from "./profile.js";

/** Who goes by a name. The record has the last word: a claim that its record does not bear out is none. */
export interface NameClaim {
  readonly operator: string;
  /** Held for an import, which is to write the record. */
  readonly import?: string;
}

const claim = z.strictObject({ operator: z.string(), import: z.string().exactOptional() });

export const namesSpec: CollectionSpec<NameClaim> = {
  prefix: "name",
  parse: (stored) => claim.parse(stored) as NameClaim,
};

/** Each name is one operator's: claimed by a swap. */
export interface Names {
  /** The key under which a name is looked up; tells nothing of the name. */
  key(username: string): string;
  /** The operator that the name is claimed for; whether they are there is for the record to say. */
  owner(username: string): Promise<string | undefined>;
  isTaken(username: string): Promise<boolean>;
  /** `false`: somebody else has it. What a crash left behind holds no name for ever. */
  claim(username: string, claim: NameClaim): Promise<boolean>;
  release(username: string, operator: string): Promise<void>;
}

export interface NamesParts {
  readonly names: Collection<NameClaim>;
  readonly operators: Collection<OperatorRecord>;
  readonly imports: Collection<ImportHead>;
  indexKey(text: string): string;
}

export function createNames({ names, operators, imports, indexKey }: NamesParts): Names {
  const key = (username: string) => indexKey(`name:${canonicalName(username)}`);
  const read = (username: string) => names.read(key(username), { fresh: true });

  /** Is somebody behind it, or about to be? */
  const holds = async ({ operator, import: id }: NameClaim, username: string) => {
    const record = await operators.read(operator, { fresh: true });
    if (record !== undefined) return key(record.username) === key(username);
    return id !== undefined && isLive(await imports.read(id, { fresh: true }));
  };

  return {
    key,
    owner: async (username) => (await read(username))?.operator,

    async isTaken(username) {
      const held = await read(username);
      return held !== undefined && (await holds(held, username));
    },

    async claim(username, wanted) {
      const held = await read(username);
      if (held?.operator === wanted.operator) return true;
      if (held !== undefined && (await holds(held, username))) return false;
      return names.update(key(username), (current) =>
        current?.operator === held?.operator
          ? { next: wanted, outcome: true }
          : { next: current, outcome: false },
      );
    },

    async release(username, operator) {
      await names.update(key(username), (held) => ({
        next: held?.operator === operator ? undefined : held,
        outcome: undefined,
      }));
    },
  };
}
