import type { AuditEntry, AuditLine, AuditPerson, AuditType, Clock, Random } from "../contract/index.js";
import type { OperatorEvent, OperatorRecord } from "../core/record.js";
import { type Catalogue, firstFactor } from "../core/rules.js";
import { MfaError } from "../errors/index.js";
import { createProgress, createWriter, type WriterParts } from "../outbox/index.js";
import type { Collection } from "../store/types.js";
import { clean, idAt, lineOf, lineOfEvent } from "./line.js";
import { createRepeats } from "./repeats.js";

/** Who did what, when and from where, written in the background: no request waits for it, and none fails by it. */
export interface Audit {
  /** A line for what no operator's record says. One that comes with a key to `collapse` by may become one with others. */
  note(entry: AuditEntry): void;
  /** Gives each event of the record that has none its line: just committed, or left behind by a crash. */
  seen(record: OperatorRecord): void;
  /** The events of this operator that are known to have their line: all of a lower number. */
  auditedOf(operator: string): number | undefined;
  /** Writes what waits, for so long as is given (milliseconds), and takes nothing more. */
  close(within: number): Promise<void>;
}

export interface AuditParts extends WriterParts {
  readonly lines: Collection<AuditLine>;
  readonly operators: Pick<Collection<OperatorRecord>, "read">;
  readonly catalogue: Catalogue;
  readonly clock: Clock;
  readonly random: Random;
  /** Told of each line that is there, by whichever process looked. */
  wrote(line: AuditLine): void;
  /** Told of each line once it is written, by the process that wrote it. */
  tell(line: AuditLine): void;
}

export function createAudit(parts: AuditParts): Audit {
  const { lines, operators, catalogue, clock, random, tell } = parts;
  const writer = createWriter(parts);
  const progress = createProgress(({ events }) => events.audited);
  /** Lines that are looked at, to be sealed: closing waits for them. */
  const looks = new Set<Promise<unknown>>();
  let lost = 0;

  const first = firstFactor(catalogue).id;
  const typeOf = ({ type, strategy }: OperatorEvent): AuditType =>
    type === "replaced" && strategy === first ? "password-changed" : type;

  /** The name of now, where only the id is known. */
  const named = async (person: AuditPerson): Promise<AuditPerson> => {
    if (person.username !== undefined) return person;
    const record = await operators.read(person.id).catch((error: unknown) => {
      // Later, when the storage answers. A record that cannot be opened must not hold up the lines of others.
      if (error instanceof MfaError && error.code === "ERR_MFA_STORAGE") throw error;
      return undefined;
    });
    return record === undefined ? person : { ...person, username: clean(record.username, 64) };
  };

  const push = (line: AuditLine, done: { written(): void; dropped(): void }) => {
    let full = line;
    writer.push({
      async write() {
        const { operator, by } = line;
        full = {
          ...line,
          ...(operator !== undefined && { operator: await named(operator) }),
          ...(by !== undefined && { by: await named(by) }),
        };
        return lines.add(full.id, full);
      },
      written(won) {
        done.written();
        if (won) {
          parts.wrote(full);
          tell(full);
        } else sealFound(full.id);
        if (lost > 0) tellLost();
      },
      dropped: done.dropped,
    });
  };

  /** One that was there already, as it is there: its process may have been killed before it could seal it. */
  const sealFound = (id: string) => {
    const look = lines
      .read(id)
      .then((line) => line && parts.wrote(line))
      .catch(() => {}) // without it the line is told to be unsealed
      .finally(() => looks.delete(look));
    looks.add(look);
  };

  const write = (entry: AuditEntry, at: number) => {
    const id = `${idAt(at)}.${random.bytes(16).toString("base64url")}`;
    const forgone = entry.count ?? 1;
    push(lineOf(id, at, entry), {
      written() {},
      dropped() {
        lost += forgone;
      },
    });
  };

  /** Better to say that lines are missing than to look complete. */
  const tellLost = () => {
    const count = lost;
    lost = 0;
    write({ type: "lost", count }, clock());
  };

  const repeats = createRepeats({ clock, tell: write });

  return {
    note(entry) {
      const { collapse, ...rest } = entry;
      if (collapse === undefined) write(rest, clock());
      else repeats.note(`${entry.type} ${collapse}`, rest);
    },

    seen(record) {
      const { id, username } = record;
      const taken = progress.take(record);
      if (taken.lost > 0) write({ type: "lost", operator: { id, username }, count: taken.lost }, clock());
      for (const event of taken.events) {
        push(lineOfEvent(record, event, typeOf), {
          written: () => progress.done(id, event.n),
          // It is in the record still: the next look at it finds it.
          dropped: () => progress.forget(id),
        });
      }
    },

    auditedOf: progress.upTo,

    async close(within) {
      repeats.close();
      await writer.close(within);
      await Promise.all(looks);
    },
  };
}
