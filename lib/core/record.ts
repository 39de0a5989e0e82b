import { z } from "zod";
import type { AuditDetailName, Json } from "../contract/index.js";
import { MfaError } from "../errors/index.js";

/**
 * Everything that security keeps about one operator, in one value under one key, so that one compare-and-swap commits
 * any change whole. The schema is versioned: a new version adds a step to `migrations` and never edits an old one.
 */

type Frozen<T> = Json extends T ? T : T extends object ? { readonly [K in keyof T]: Frozen<T[K]> } : T;

const time = z.number();
const json = z.custom<Json>((value) => value !== undefined);
const days = z.record(z.string(), z.number().int().positive());
const budget = z.strictObject({ days, until: time });

const client = z.strictObject({
  kind: z.enum(["browser", "app"]),
  /** What an app says it is. */
  name: z.string().exactOptional(),
  version: z.string().exactOptional(),
  userAgent: z.string().exactOptional(),
  address: z.string().exactOptional(),
  /** BCP 47, as it says that its reader would like to read. */
  language: z.string().exactOptional(),
});

const proof = z.strictObject({
  strategy: z.string(),
  credential: z.string(),
  at: time,
  via: z.enum(["challenge", "browser"]),
  amr: z.array(z.string()).exactOptional(),
});

const credential = z.strictObject({
  /** Random; a new one for each enrolment, so that what was proved with the old one dies with it. */
  id: z.string(),
  strategy: z.string(),
  at: time,
  /** What its owner calls it, where there can be several. */
  name: z.string().exactOptional(),
  /** When it was passed last. */
  used: time.exactOptional(),
  own: json,
});

const challenge = z.strictObject({
  id: z.string(),
  strategy: z.string(),
  credential: z.string(),
  at: time,
  expires: time,
  sentTo: z.string().exactOptional(),
  /** The moment of the send that it cost, to be given back when it is redeemed. */
  paid: time.exactOptional(),
  data: json,
  /** What whoever answers it is told. */
  show: z.record(z.string(), json).exactOptional(),
});

const begun = z.strictObject({ id: z.string(), strategy: z.string(), at: time, data: json });

const newEmail = z.strictObject({
  email: z.string(),
  mac: z.string(),
  at: time,
  expires: time,
  failed: z.number(),
});

/** What a pending sign-in and a session share: a client with a token, on its way to prove something. */
const holder = z.strictObject({
  id: z.string(),
  /** SHA-256 of the token's secret. */
  hash: z.string(),
  at: time,
  /** Epochs of the operator and of the system under which it was made. */
  epoch: z.number(),
  systemEpoch: z.number(),
  client,
  /** The known device that it came from. */
  device: z.string().exactOptional(),
  proofs: z.array(proof),
  challenge: challenge.exactOptional(),
  begun: begun.exactOptional(),
  /** The invitation or handover whose code was presented. */
  opened: z.string().exactOptional(),
  /** The address that waits for its code. */
  newEmail: newEmail.exactOptional(),
  /** What it has failed itself, by payer: given back on success. */
  failed: z.strictObject({ device: days, strangers: days }),
});

const signIn = z.strictObject(holder.shape);

const session = z.strictObject({
  ...holder.shape,
  used: time,
  sends: z.array(time),
});

const device = z.strictObject({
  id: z.string(),
  hash: z.string(),
  /** Of the token before this one: good until the new one was seen. */
  previous: z.string().exactOptional(),
  /** When the token became a new one. */
  renewed: time.exactOptional(),
  at: time,
  used: time,
  epoch: z.number(),
  systemEpoch: z.number(),
  client,
  passwords: budget,
  codes: budget,
  sends: z.array(time),
  /** The second factor that this browser is trusted to remember, under the trust epochs of operator and system. */
  trust: z.strictObject({ proof, epoch: z.number(), systemEpoch: z.number() }).exactOptional(),
});

/** A one-time code that was given out. */
const oneTimeCode = z.strictObject({
  id: z.string(),
  /** SHA-256 of the code. */
  hash: z.string(),
  at: time,
  expires: time,
});

const event = z.strictObject({
  n: z.number(),
  at: time,
  type: z.enum([
    "signed-in",
    "signed-out",
    "stepped-up",
    "code-sent",
    "code-wrong",
    "code-used",
    "copied",
    "closed",
    "enrolled",
    "replaced",
    "picture-shown",
    "browser-trusted",
    "added",
    "disabled",
    "enabled",
    "invited",
    "joined",
    "email-changed",
    "passed",
    "edited",
    "removed",
    "recovered",
    "reset",
    "handed-over",
    "handover-wrong",
    "browser-forgotten",
    "token-old",
    "break-glass",
    "factor-removed",
    "restored",
  ]),
  strategy: z.string().exactOptional(),
  client: client.exactOptional(),
  /** It came from a device of theirs that is known. */
  known: z.literal(true).exactOptional(),
  /** The engineer who did it to somebody else: an operator's id. */
  by: z.string().exactOptional(),
  /** What was changed: the old and the new value. */
  details: z
    .array(
      z.strictObject({
        name: z.custom<AuditDetailName>((name) => typeof name === "string"),
        before: z.string().exactOptional(),
        after: z.string().exactOptional(),
      }),
    )
    .exactOptional(),
});

const operatorRecord = z.strictObject({
  version: z.literal(1),
  id: z.string(),
  /** Of the row in the host's own table, with the role that it gives: read with the record, so never behind it. */
  hostId: z.string().exactOptional(),
  hostRole: z.enum(["operator", "engineer"]).exactOptional(),
  username: z.string(),
  name: z.string().exactOptional(),
  email: z.string().exactOptional(),
  language: z.string().exactOptional(),
  enabled: z.boolean(),
  epoch: z.number(),
  trustEpoch: z.number(),
  credentials: z.array(credential),
  /** Of an engineer, or of the set-up: it opens a first enrolment. Gone once they are in. */
  invitation: oneTimeCode.exactOptional(),
  /** Of an engineer who has reset them: until it was presented no second factor counts. Gone once they are in with it. */
  handover: oneTimeCode.exactOptional(),
  /** The second factor chosen last; offered first. */
  preferred: z.string().exactOptional(),
  /** Second-factor failures of clients that are not known devices. */
  codes: budget,
  /** Wrong codes of those that lead back to a factor. */
  recoveries: budget.exactOptional(),
  /** Since when the password is taken as known to a stranger; a new password ends it, time does not. */
  suspectSince: time.exactOptional(),
  sends: z.array(time),
  /** Tickets that a sign-in without a password has used up, until nobody takes them any more. */
  spent: z.array(z.strictObject({ id: z.string(), expires: time })).exactOptional(),
  /** When the last of those ended that are no longer kept: none that ends by then is good, whatever the clock says. */
  spentUntil: time.exactOptional(),
  signIns: z.array(signIn),
  sessions: z.array(session),
  devices: z.array(device),
  events: z.strictObject({
    next: z.number(),
    last: z.array(event),
    /** All events of a lower number are known to have their line in the audit. */
    audited: z.number().exactOptional(),
    /** The same of the mails that tell the owner. */
    told: z.number().exactOptional(),
  }),
});

export type OperatorRecord = Frozen<z.infer<typeof operatorRecord>>;
export type OneTimeCode = Frozen<z.infer<typeof oneTimeCode>>;
export type Client = Frozen<z.infer<typeof client>>;
export type Credential = Frozen<z.infer<typeof credential>>;
export type Challenge = Frozen<z.infer<typeof challenge>>;
export type Holder = Frozen<z.infer<typeof holder>>;
export type SignIn = Frozen<z.infer<typeof signIn>>;
export type Session = Frozen<z.infer<typeof session>>;
export type Device = Frozen<z.infer<typeof device>>;
export type OperatorEvent = Frozen<z.infer<typeof event>>;

/** `migrations[n]` takes a record of version `n` to version `n + 1`. */
const migrations: Readonly<Record<number, (old: Record<string, unknown>) => Record<string, unknown>>> = {};

const versioned = z.looseObject({ version: z.number() });

export function parseRecord(stored: unknown): OperatorRecord {
  let value = versioned.parse(stored);
  for (let step = migrations[value.version]; step; step = migrations[value.version])
    value = versioned.parse(step(value));
  const parsed = operatorRecord.safeParse(value);
  if (parsed.success) return parsed.data as OperatorRecord;
  throw new MfaError("ERR_MFA_DATA_VERSION", {
    detail: `an operator's record of version ${value.version} does not fit this release: ${z.prettifyError(parsed.error)}`,
  });
}
