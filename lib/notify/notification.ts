import type { Notification, NotificationType } from "../contract/index.js";
import { hour } from "../core/numbers.js";
import type { OperatorEvent, OperatorRecord } from "../core/record.js";
import type { Catalogue } from "../core/rules.js";

/** What its owner is told of one event of the record; nothing of most. */
export function notificationOf(
  record: OperatorRecord,
  event: OperatorEvent,
  { catalogue, first }: Told,
): Notification | undefined {
  const type = typeOf(record, event, first);
  if (type === undefined) return undefined;
  const { id, username, name, email, language } = record;
  const { n, at, strategy, client, by, details = [] } = event;
  const oldEmail = details.find((detail) => detail.name === "email")?.before;
  const credential = details.find((detail) => detail.name === "credential")?.after;
  const about = details.find((detail) => detail.name === "username")?.after;
  // What an engineer reads is not what its owner does.
  const own = by === undefined ? client?.language : undefined;
  const reads = language ?? own ?? languageOf(record);
  return {
    id: `${id}.${n}`,
    type,
    at,
    operator: {
      ...{ id, username },
      ...(name !== undefined && { name }),
      ...(email !== undefined && { email }),
      ...(reads !== undefined && { language: reads }),
    },
    ...(oldEmail !== undefined && { oldEmail }),
    ...(strategy !== undefined && { strategy }),
    ...(credential !== undefined && { credential }),
    ...(type === "recovered" && leftOf(record, strategy, catalogue)),
    ...(about !== undefined && { username: about }),
    ...(client?.userAgent !== undefined && { userAgent: client.userAgent }),
    ...(client?.address !== undefined && { address: client.address }),
    byOther: by !== undefined || client === undefined,
  };
}

interface Told {
  readonly catalogue: Catalogue;
  /** Id of the first factor. */
  readonly first: string;
}

/** As many as there are when it is told. */
function leftOf(
  { credentials }: OperatorRecord,
  strategy: string | undefined,
  catalogue: Catalogue,
): { readonly left?: number } {
  const held = credentials.find((credential) => credential.strategy === strategy);
  const left = held && catalogue.get(held.strategy)?.left?.(held.own);
  return left === undefined ? {} : { left };
}

function typeOf(record: OperatorRecord, event: OperatorEvent, first: string): NotificationType | undefined {
  switch (event.type) {
    case "enrolled":
    case "replaced":
      return event.strategy === first ? "password-changed" : event.type;
    case "edited":
      return event.details?.some(({ name }) => name === "email") ? "email-changed" : undefined;
    case "code-wrong":
      return isAlarming(record, event) ? "code-wrong" : undefined;
    case "copied":
    case "email-changed":
    case "recovered":
    case "browser-trusted":
    case "token-old":
    case "closed":
    case "reset":
    case "picture-shown":
    case "factor-removed":
    case "break-glass":
      return event.type;
    default:
      return undefined;
  }
}

/** A slip at one's own browser is none of these; and of many in an hour one mail is enough. */
function isAlarming({ events }: OperatorRecord, { n, at, known }: OperatorEvent): boolean {
  if (known) return false;
  return !events.last.some(
    (other) => other.type === "code-wrong" && !other.known && other.n < n && other.at > at - hour,
  );
}

/** What they read last, by what their own browser said. */
function languageOf({ events }: OperatorRecord): string | undefined {
  const own = events.last.findLast(({ by, client }) => by === undefined && client?.language !== undefined);
  return own?.client?.language;
}
