import type { Credential, Holder, OperatorRecord } from "./record.js";
import { recovered } from "./recovery.js";
import type { Rules } from "./rules.js";

/**
 * Ids of what a new credential takes the place of: the older one; where there can be several, itself if it was there already.
 * On the way back all of them: nobody can say which one was lost.
 */
export function replacedBy(
  record: OperatorRecord,
  rules: Rules,
  holder: Holder,
  { strategy, own }: Credential,
  now: number,
): string[] {
  const { several } = rules.catalogue.get(strategy) ?? {};
  const same = record.credentials.filter((kept) => kept.strategy === strategy);
  const all = several === undefined || recovered(record, rules, holder, now);
  return same.filter((kept) => all || several.key(kept.own) === several.key(own)).map(({ id }) => id);
}

/** No more of it can be added. */
export function isFull(record: OperatorRecord, rules: Rules, strategyId: string): boolean {
  const { several } = rules.catalogue.get(strategyId) ?? {};
  const held = record.credentials.filter(({ strategy }) => strategy === strategyId);
  return several !== undefined && held.length >= several.most;
}

/** A changed factor ends what browsers are trusted to remember (ASVS 7.4.3). */
export function replaceCredential(
  record: OperatorRecord,
  credential: Credential,
  gone?: readonly string[],
): OperatorRecord {
  return { ...withCredential(record, credential, gone), trustEpoch: record.trustEpoch + 1 };
}

/** @param gone ids of those that it takes the place of; left out: all of its strategy */
export function withCredential(
  record: OperatorRecord,
  credential: Credential,
  gone?: readonly string[],
): OperatorRecord {
  const others = record.credentials.filter(({ id, strategy }) =>
    gone === undefined ? strategy !== credential.strategy : !gone.includes(id),
  );
  return { ...record, credentials: [...others, credential] };
}
