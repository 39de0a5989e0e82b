import type { CardView, ClientView } from "../contract/index.js";
import { remembered } from "../core/decide.js";
import { enrollable, mayEnrol } from "../core/enrolment.js";
import { day, second } from "../core/numbers.js";
import { preferable } from "../core/operator.js";
import { suspect } from "../core/payer.js";
import type { Client, Session } from "../core/record.js";
import { firstFactor, heldBy } from "../core/rules.js";
import type { Caller } from "./caller.js";
import type { Parts } from "./parts.js";
import { operatorView, strategiesView } from "./views.js";

/** The operator's own card. */
export function cardView(parts: Parts, caller: Caller): CardView {
  const { record, rules, holder, operator } = caller;
  const now = parts.clock();
  const seconds = [...rules.catalogue.values()].filter(
    ({ id, stage }) =>
      stage === "second" &&
      (heldBy(record, rules, id) !== undefined || enrollable(record, rules).includes(id)),
  );
  return {
    state: "card",
    operator: operatorView(operator),
    strategies: strategiesView(caller, [firstFactor(rules.catalogue).id, ...seconds.map(({ id }) => id)]).map(
      (view) => {
        const credential = record.credentials.find(({ strategy }) => strategy === view.id);
        return {
          ...view,
          ...(credential !== undefined && { since: credential.at }),
          picture: view.enrolled && rules.catalogue.get(view.id)?.picture !== undefined,
        };
      },
    ),
    sessions: record.sessions.map((session) => clientView(session, session.id === holder.id)),
    browsers: record.devices.map((device) => ({
      ...clientView(device, device.id === holder.device),
      ...(remembered(record, rules, device, now) !== undefined &&
        device.trust !== undefined && {
          trustedUntil: device.trust.proof.at + rules.system.policy.reauthDays * day,
        }),
    })),
    preferable: preferable(record, rules),
    ...newEmailOf(caller, now),
    passwordChange: suspect(record),
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

/** The address that waits for its code: it is the owner's own session that asks. */
function newEmailOf({ holder }: Caller, now: number): Pick<CardView, "newEmail"> {
  const { newEmail } = holder as Session;
  if (newEmail === undefined || newEmail.expires <= now) return {};
  return { newEmail: { to: newEmail.email, expiresIn: Math.ceil((newEmail.expires - now) / second) } };
}

function clientView(
  kept: { readonly id: string; readonly at: number; readonly used: number; readonly client: Client },
  current: boolean,
): ClientView {
  const { kind, userAgent, address } = kept.client;
  return {
    id: kept.id,
    client: kind,
    ...(userAgent !== undefined && { userAgent }),
    ...(address !== undefined && { address }),
    since: kept.at,
    used: kept.used,
    current,
  };
}
