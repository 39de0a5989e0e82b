import type { CardView, ClientView, CredentialView } from "../contract/index.js";
import { isFull } from "../core/credentials.js";
import { alive, current, remembered } from "../core/decide.js";
import { day } from "../core/numbers.js";
import { preferable } from "../core/operator.js";
import { suspect } from "../core/payer.js";
import { mayEnrol, obtainable } from "../core/permission.js";
import type { Client, Credential, Holder, OperatorRecord } from "../core/record.js";
import { isRemovable } from "../core/removal.js";
import { firstFactor, heldBy, type Rules } from "../core/rules.js";
import type { Caller } from "./caller.js";
import { elsewhereOf } from "./elsewhere.js";
import type { Parts } from "./parts.js";
import { newEmailOf, operatorView, strategiesView } from "./views.js";

/** The operator's own card. */
export function cardView(parts: Parts, caller: Caller): CardView {
  const { record, rules, holder, operator } = caller;
  const now = parts.clock();
  const seconds = [...rules.catalogue.values()].filter(
    ({ id, stage }) =>
      stage !== "first" &&
      (heldBy(record, rules, id) !== undefined || obtainable(record, rules).includes(id)),
  );
  return {
    state: "card",
    operator: operatorView(operator),
    strategies: strategiesView(caller, [firstFactor(rules.catalogue).id, ...seconds.map(({ id }) => id)]).map(
      (view) => {
        const credential = record.credentials.find(({ strategy }) => strategy === view.id);
        const enrollable = view.enrollable && !isFull(record, rules, view.id);
        return {
          ...view,
          enrollable,
          ...severalOf(record, rules, view.id),
          ...(credential !== undefined && { since: credential.at }),
          ...leftOf(rules, credential),
          removable: isRemovable(record, rules, { strategy: view.id }),
          picture: view.enrolled && rules.catalogue.get(view.id)?.picture !== undefined,
        };
      },
    ),
    ...clientsView(record, rules, now, holder),
    preferable: preferable(record, rules),
    ...newEmailOf(caller, now),
    passwordChange: suspect(record),
    ...elsewhereOf(parts),
    languages: parts.languages.tags,
    ...freshness(caller, now),
  };
}

/** Whether what guards factors, password and policy was passed just now; otherwise what has to be. */
export function freshness(
  { record, rules, holder }: Caller,
  now: number,
): { readonly fresh: boolean; readonly confirm?: string } {
  const permission = mayEnrol(record, rules, holder, firstFactor(rules.catalogue).id, now);
  if (permission.ok || permission.confirm === null) return { fresh: permission.ok };
  return { fresh: false, confirm: permission.confirm };
}

function severalOf(
  record: OperatorRecord,
  rules: Rules,
  strategy: string,
): { readonly credentials?: readonly CredentialView[] } {
  if (rules.catalogue.get(strategy)?.several === undefined) return {};
  return {
    credentials: record.credentials
      .filter((credential) => credential.strategy === strategy)
      .map(({ id, name = "", at, used }) => ({
        ...{ id, name, since: at },
        ...(used !== undefined && { used }),
        removable: isRemovable(record, rules, { strategy, credential: id }),
      })),
  };
}

function leftOf({ catalogue }: Rules, credential: Credential | undefined): { readonly left?: number } {
  const left = credential && catalogue.get(credential.strategy)?.left?.(credential.own);
  return left === undefined ? {} : { left };
}

/** Where somebody is signed in, and which browsers are known; with the ones in use, of whoever looks. */
export function clientsView(
  record: OperatorRecord,
  rules: Rules,
  now: number,
  holder?: Holder,
): Pick<CardView, "sessions" | "browsers"> {
  return {
    sessions: record.sessions
      .filter((session) => alive(record, rules, session, now))
      .map((session) => clientView(session, session.id === holder?.id)),
    browsers: record.devices
      .filter((device) => current(record, rules, device))
      .map((device) => ({
        ...clientView(device, device.id === holder?.device),
        ...(remembered(record, rules, device, now) !== undefined &&
          device.trust !== undefined && {
            trustedUntil: device.trust.proof.at + rules.system.policy.reauthDays * day,
          }),
      })),
  };
}

function clientView(
  kept: { readonly id: string; readonly at: number; readonly used: number; readonly client: Client },
  current: boolean,
): ClientView {
  const { kind, name, version, userAgent, address } = kept.client;
  return {
    id: kept.id,
    client: kind,
    ...(name !== undefined && { name }),
    ...(version !== undefined && { version }),
    ...(userAgent !== undefined && { userAgent }),
    ...(address !== undefined && { address }),
    since: kept.at,
    used: kept.used,
    current,
  };
}
