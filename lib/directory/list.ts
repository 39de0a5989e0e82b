import type { Clock } from "../contract/index.js";
import { minute } from "../core/numbers.js";
import type { OperatorRecord } from "../core/record.js";
import type { Collection } from "../store/types.js";
import type { IndexEntry } from "./index-entry.js";
import type { OperatorIndex } from "./operator-index.js";
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
  /** All of them, by name, as lists know them: some at a time. */
  entries(): AsyncIterable<readonly IndexEntry[]>;
  /** Which of these names somebody has, in their canonical form. */
  taken(usernames: Iterable<string>): Promise<ReadonlySet<string>>;
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
    // Under a name that they had before, or never came to have.
    const theirs = record !== undefined && canonicalName(record.username) === canonicalName(entry.username);
    if (!theirs && entry.at < clock() - abandoned) await index.drop([entry]);
    return owner === entry.id ? record : undefined;
  };

  return {
    entries: () => index.all(),
    taken: (usernames) => index.taken(usernames),

    async list({ search = "", withoutEmail = false, page = 1 } = {}) {
      const { entries, ...numbers } = await index.page({ search, withoutEmail, page, size });
      const shown = await Promise.all(entries.map(bornOut));
      const records = new Map(shown.flatMap((record) => (record === undefined ? [] : [[record.id, record]])));
      return { records: [...records.values()], ...numbers };
    },
  };
}
