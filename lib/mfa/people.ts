import type { Clock, Random } from "../contract/index.js";
import type { OperatorRecord } from "../core/record.js";
import type { SystemRecord } from "../core/system.js";
import {
  branchesSpec,
  createDirectory,
  createHostDirectory,
  createImports,
  createNames,
  createOperatorIndex,
  type Directory,
  entryOf,
  type HostDirectory,
  type HostDirectoryParts,
  type ImportHead,
  type Imports,
  importRowsSpec,
  importsSpec,
  leavesSpec,
  namesSpec,
  oldBucketsSpec,
} from "../directory/index.js";
import { MfaError } from "../errors/index.js";
import { everyOperator } from "../http/every-operator.js";
import type { DirectoryOption } from "../options/read-directory.js";
import type { Collection, Vault } from "../store/types.js";

export interface PeopleParts {
  readonly vault: Vault;
  readonly operators: Collection<OperatorRecord>;
  readonly system: Collection<SystemRecord>;
  readonly clock: Clock;
  readonly random: Random;
  /** Told once all operators of an import are there. */
  imported(journal: ImportHead): void;
  fault(error: unknown): void;
  /** The host's own table, and what its people bring along. */
  readonly host: (DirectoryOption & Pick<HostDirectoryParts, "adopt">) | undefined;
}

export interface People {
  /** The records, as whoever keeps the operators says. */
  readonly operators: Collection<OperatorRecord>;
  /** Operators are kept in the host's own table. */
  readonly elsewhere?: HostDirectory;
  readonly directory: Directory;
  readonly imports: Imports;
  /** Once the storage is open: makes the index of an older store; but for a tool `beside` the server goes on with what was cut off. */
  open(how: { readonly beside: boolean }): Promise<void>;
}

/** The operators' names, lists and imports, put together. */
export function createPeople({ vault, imported, host, ...parts }: PeopleParts): People {
  const { operators } = parts;
  const heads = vault.collection(importsSpec);
  const claims = { names: vault.collection(namesSpec), operators, imports: heads };
  const names = createNames({ ...claims, indexKey: vault.indexKey });
  const index = createOperatorIndex({
    leaves: vault.collection(leavesSpec),
    branches: vault.collection(branchesSpec),
    old: vault.collection(oldBucketsSpec),
    random: parts.random,
  });
  const elsewhere = host && createHostDirectory({ ...parts, ...host, index, indexKey: vault.indexKey });
  const directory = elsewhere?.directory ?? createDirectory({ ...parts, names, index });
  const rows = vault.collection(importRowsSpec);
  const imports = createImports({ ...parts, heads, rows, names, index, done: imported });
  return {
    operators: elsewhere?.operators ?? operators,
    ...(elsewhere !== undefined && { elsewhere }),
    directory,
    imports:
      elsewhere === undefined
        ? imports
        : { ...imports, start: () => Promise.reject(new MfaError("ERR_MFA_DIRECTORY")) },
    async open({ beside }) {
      await index.build(entriesOf(everyOperator({ operators })));
      if (!beside) await imports.resume();
    },
  };
}

/** What lists know of operators that were added before there was an index. */
async function* entriesOf(records: AsyncIterable<OperatorRecord>) {
  for await (const record of records) yield entryOf(record, record.events.last[0]?.at ?? 0);
}
