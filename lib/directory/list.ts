import type { Clock } from "../contract/index.js";
import { minute } from "../core/numbers.js";
import type { OperatorRecord } from "../core/record.js";
import type { Collection } from "../store/types.js";
import type { IndexEntry, OperatorIndex } from "./operator-index.js";
import { canonicalName } from "./profile.js";

export interface OperatorQuery {
  /** Part of the user name, the name or the e-mail address; case and width do not matter. Default: everybody. */
  readonly search?: string | undefined;
  /** Only those without an e-mail address. Default `false`. */
  readonly withoutEmail?: boolean | undefined;
  /** Counted from 1; past the last one it is the last one. Default 1. */
  readonly page?: number | undefined;
}

export interface OperatorPage {
  readonly records: readonly OperatorRecord[];
  readonly page: number;
  readonly pages: number;
  /** How many the query finds, of how many in all. */
  readonly found: number;
  readonly total: number;
  /** How many have no e-mail address, of all. */
  readonly withoutEmail: number;
}

export interface Lister {
  /** By name, 25 at a time. */
  list(query?: OperatorQuery): Promise<OperatorPage>;
  /** All of them, by name, as lists know them. */
  entries(): Promise<readonly IndexEntry[]>;
}

export interface ListerParts {
  readonly operators: Collection<OperatorRecord>;
  /** The operator who goes by the name of this entry. */
  ownerOf(entry: IndexEntry): Promise<string | undefined>;
  readonly index: OperatorIndex;
  readonly clock: Clock;
}

const size = 25;
/** Far longer than it takes to add somebody, from the entry to the name. */
const abandoned = 10 * minute;

export function createLister({ operators, ownerOf, index, clock }: ListerParts): Lister {
  /** The index may be behind, by a crash or for a moment: what is shown is what the record says. */
  const bornOut = async (entry: IndexEntry): Promise<OperatorRecord | undefined> => {
    const [record, owner] = await Promise.all([operators.read(entry.id, { fresh: true }), ownerOf(entry)]);
    if (record === undefined && entry.at < clock() - abandoned) await index.drop([entry.id]);
    return owner === entry.id ? record : undefined;
  };

  return {
    entries: () => index.all(),

    async list({ search = "", withoutEmail = false, page: asked = 1 } = {}) {
      const all = await index.all();
      const wanted = canonicalName(search);
      const isEverybody = !withoutEmail && wanted === "";
      const fits = (entry: IndexEntry) =>
        (!withoutEmail || entry.email === undefined) && (wanted === "" || words(entry).includes(wanted));
      const found = isEverybody ? all : all.filter(fits);
      const pages = Math.max(1, Math.ceil(found.length / size));
      const page = Math.min(Math.max(1, asked), pages);
      const shown = await Promise.all(found.slice((page - 1) * size, page * size).map(bornOut));
      return {
        records: shown.filter((record) => record !== undefined),
        page,
        pages,
        found: found.length,
        total: all.length,
        withoutEmail: lacking(all),
      };
    },
  };
}

const known = new WeakMap<IndexEntry, string>();

/** What is searched. An entry never changes, so it is folded once. */
function words(entry: IndexEntry): string {
  const { username, name = "", email = "" } = entry;
  const folded = known.get(entry) ?? canonicalName(`${username}\n${name}\n${email}`);
  known.set(entry, folded);
  return folded;
}

const counted = new WeakMap<readonly IndexEntry[], number>();

/** How many have no address. Counted once for each list, which may be of very many. */
function lacking(all: readonly IndexEntry[]): number {
  const count = counted.get(all) ?? all.filter(({ email }) => email === undefined).length;
  counted.set(all, count);
  return count;
}
