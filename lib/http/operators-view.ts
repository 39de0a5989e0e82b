import type {
  AskedOperator,
  ImportView,
  OperatorPageView,
  OperatorRow,
  OperatorsView,
} from "../contract/index.js";
import { resettable } from "../core/handover.js";
import { invitable } from "../core/invitation.js";
import { isOpen } from "../core/one-time-code.js";
import type { OperatorRecord } from "../core/record.js";
import { firstFactor, heldBy, type Rules, secondFactors } from "../core/rules.js";
import { operatorOf } from "../core/system.js";
import type { OperatorQuery } from "../directory/index.js";
import type { Caller } from "./caller.js";
import { clientsView, freshness } from "./card-view.js";
import { elsewhereOf } from "./elsewhere.js";
import type { Exchange } from "./exchange.js";
import { operatorView } from "./views.js";

export function rowOf(record: OperatorRecord, rules: Rules, now: number): OperatorRow {
  const { id, username, name, email, role } = operatorOf(record, rules.system);
  const signedIn = record.events.last.findLast(({ type }) => type === "signed-in");
  const { invitation, handover } = record;
  return {
    ...{ id, username, role, enabled: record.enabled },
    ...(name !== undefined && { name }),
    ...(email !== undefined && { email }),
    joined: heldBy(record, rules, firstFactor(rules.catalogue).id) !== undefined,
    strategies: secondFactors(record, rules).map((strategy) => strategy.id),
    ...(invitation !== undefined && isOpen(invitation, now) && { invitedUntil: invitation.expires }),
    ...(handover !== undefined && { handoverUntil: handover.expires }),
    ...(signedIn !== undefined && { lastSignIn: signedIn.at }),
  };
}

export async function operatorsView(
  { parts }: Exchange,
  caller: Caller,
  query: OperatorQuery,
  asked?: AskedOperator,
): Promise<OperatorsView> {
  const now = parts.clock();
  const { records, page, ...numbers } = await parts.directory.list(query);
  return {
    state: "operators",
    operator: operatorView(caller.operator),
    operators: records.map((record) => rowOf(record, caller.rules, now)),
    search: query.search ?? "",
    withoutEmailOnly: query.withoutEmail === true,
    number: page,
    ...numbers,
    ...freshness(caller, now),
    ...elsewhereOf(parts),
    ...(asked !== undefined && { asked }),
  };
}

export function operatorPageView(
  { parts }: Exchange,
  caller: Caller,
  record: OperatorRecord,
  more: Pick<OperatorPageView, "asked" | "invitation" | "handover"> = {},
): OperatorPageView {
  const now = parts.clock();
  return {
    state: "operator",
    operator: operatorView(caller.operator),
    subject: rowOf(record, caller.rules, now),
    self: record.id === caller.operator.id,
    invitable: invitable(record, caller.rules),
    resettable: resettable(record, caller.rules),
    ...clientsView(record, caller.rules, now),
    ...freshness(caller, now),
    ...elsewhereOf(parts),
    ...more,
  };
}

export function importView(
  { parts }: Exchange,
  caller: Caller,
  more: Pick<ImportView, "csv" | "preview" | "progress"> = {},
): ImportView {
  return {
    state: "import",
    operator: operatorView(caller.operator),
    ...freshness(caller, parts.clock()),
    ...more,
  };
}
