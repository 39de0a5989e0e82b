import { z } from "zod";
import type { Operator, Policy, SessionLife } from "../contract/index.js";
import { MfaError } from "../errors/index.js";
import { reauthDays, second, sessionSeconds } from "./numbers.js";
import type { OperatorRecord } from "./record.js";

/** One record for what is not one operator's: here goes whatever two operators could race for. */
export interface SystemRecord {
  readonly version: 1;
  readonly policy: Policy;
  /** Ids of the operators who are engineers and enabled. Takes effect here and nowhere else. */
  readonly engineers: readonly string[];
  /** What was made under a lower one is dead, everybody's. */
  readonly epoch: number;
  /** As `epoch`, for what browsers are trusted to remember. */
  readonly trustEpoch: number;
  /** An engineer's way back from the server's console was opened last: for whom, and when. */
  readonly breakGlass?: { readonly operator: string; readonly username: string; readonly at: number };
  /** The set-up has begun and is not finished: this operator has yet to prove who they are. */
  readonly setup?: { readonly operator: string };
}

const seconds = z.int().min(sessionSeconds.least).max(sessionSeconds.most);

const systemRecord = z.strictObject({
  version: z.literal(1),
  policy: z.strictObject({
    strategies: z.array(z.string()),
    reauthDays: z.int().min(reauthDays.least).max(reauthDays.most),
    session: z.strictObject({ absolute: seconds, idle: seconds }).exactOptional(),
    openEnrolmentUntil: z.number().exactOptional(),
    passwordless: z.boolean().exactOptional(),
    version: z.number(),
  }),
  engineers: z.array(z.string()),
  epoch: z.number(),
  trustEpoch: z.number(),
  breakGlass: z.strictObject({ operator: z.string(), username: z.string(), at: z.number() }).exactOptional(),
  setup: z.strictObject({ operator: z.string() }).exactOptional(),
});

export function parseSystem(stored: unknown): SystemRecord {
  const parsed = systemRecord.safeParse(stored);
  if (parsed.success) return parsed.data;
  throw new MfaError("ERR_MFA_DATA_VERSION", {
    detail: `the system record does not fit this release: ${z.prettifyError(parsed.error)}`,
  });
}

/** Net2's modes: the second factors that each accepts. */
export const modes = {
  off: [],
  email: ["email-otp"],
  app: ["totp"],
  either: ["email-otp", "totp"],
} as const;

export type Mode = keyof typeof modes;

/** A policy as it is asked for: a mode by name, or the second factors one by one. */
export interface PolicyInput<Id extends string = string> {
  /** `off`, `email`, `app` or `either`: the usual sets of second factors. Not together with `strategies`. Default: as it was. */
  readonly mode?: Mode | undefined;
  /** Ids of the second factors that are accepted; empty: MFA is off. Default: as they were. */
  readonly strategies?: readonly Id[] | undefined;
  /** Whole days for which a browser may be trusted, 0 to 90. Default: as it was, 0 at first. */
  readonly reauthDays?: number | undefined;
  /** How long a session lasts, `{ absolute, idle }`, in seconds, 60 to 2,592,000 each. Default: as it was; at first as the option `session` says. */
  readonly session?: SessionLife | undefined;
  /**
   * A strategy that checks two factors by itself, such as a passkey, signs in without a password. One of those
   * accepted has to be able to. Default: as it was, `false` at first.
   */
  readonly passwordless?: boolean | undefined;
  /**
   * Until then (milliseconds since the epoch) a first factor may be set up with the password alone, as in Net2, by whoever
   * has no other. Default: as it was, never at first; 0 ends it.
   */
  readonly openEnrolmentUntil?: number | undefined;
}

export const policyNames: readonly (keyof PolicyInput)[] = [
  "mode",
  "strategies",
  "reauthDays",
  "session",
  "passwordless",
  "openEnrolmentUntil",
];

/** The second factors that are installed, and those of them that can be enough by themselves. */
export interface Installed {
  readonly second: readonly string[];
  readonly passwordless: readonly string[];
}

/** Checks a policy that is asked for, against the second factors that are installed. */
export function readPolicy(
  input: PolicyInput,
  { second: installed, passwordless: able }: Installed,
  current?: Policy,
): Omit<Policy, "version"> {
  const errors: Record<string, string> = {};
  const { mode, reauthDays: asked } = input;
  if (mode !== undefined && input.strategies !== undefined) errors.mode = "give mode or strategies, not both";
  if (mode !== undefined && !Object.hasOwn(modes, mode)) {
    errors.mode = `${JSON.stringify(mode)} is none of ${Object.keys(modes).join(", ")}`;
  }
  const strategies: readonly string[] =
    input.strategies ?? (mode !== undefined && !errors.mode ? modes[mode] : (current?.strategies ?? []));
  if (!Array.isArray(strategies)) errors.strategies = "must be a list of ids";
  else {
    const missing = strategies.filter((id) => !installed.includes(id));
    if (missing.length > 0) {
      errors[mode === undefined ? "strategies" : "mode"] =
        `asks for ${missing.map((id) => JSON.stringify(id)).join(", ")}, but the second factors installed are ${installed.join(", ") || "none"}`;
    }
  }
  const days = asked === undefined ? (current?.reauthDays ?? 0) : asked;
  if (
    typeof days !== "number" ||
    !Number.isInteger(days) ||
    days < reauthDays.least ||
    days > reauthDays.most
  ) {
    errors.reauthDays = "must be a whole number of days from 0 to 90";
  }
  const session = input.session ?? current?.session;
  if (session !== undefined && !isLife(session))
    errors.session = `absolute and idle must be whole seconds from ${sessionSeconds.least} to ${sessionSeconds.most}`;
  const open = input.openEnrolmentUntil ?? current?.openEnrolmentUntil ?? 0;
  if (!Number.isSafeInteger(open) || open < 0)
    errors.openEnrolmentUntil = "must be milliseconds since the epoch";
  const can = Array.isArray(strategies) && strategies.some((id) => able.includes(id));
  const { passwordless = current?.passwordless === true && can } = input;
  if (typeof passwordless !== "boolean") errors.passwordless = "must be true or false";
  else if (passwordless && !can)
    errors.passwordless = `no strategy that is accepted can be enough by itself; of those installed: ${able.join(", ") || "none"}`;
  if (Object.keys(errors).length > 0) {
    throw new MfaError("ERR_MFA_INPUT", {
      detail: Object.entries(errors)
        .map(([name, text]) => `${name}: ${text}`)
        .join("; "),
      errors,
    });
  }
  return {
    strategies: [...new Set(strategies)],
    reauthDays: days,
    ...(session !== undefined && { session: { absolute: session.absolute, idle: session.idle } }),
    ...(passwordless && { passwordless }),
    ...(open > 0 && { openEnrolmentUntil: open }),
  };
}

function isLife({ absolute, idle }: SessionLife): boolean {
  return seconds.safeParse(absolute).success && seconds.safeParse(idle).success;
}

/** The record under a new policy. Turning MFA off forgets what browsers remember, so turning it on trusts nobody. */
export function withPolicy(system: SystemRecord, policy: Omit<Policy, "version">): SystemRecord {
  const turnsOff = system.policy.strategies.length > 0 && policy.strategies.length === 0;
  return {
    ...system,
    policy: { ...policy, version: system.policy.version + 1 },
    trustEpoch: turnsOff ? system.trustEpoch + 1 : system.trustEpoch,
  };
}

/** How long a session lasts by the policy, in milliseconds; nothing where it says nothing of it. */
export function sessionLife({
  session,
}: Policy): { readonly absolute: number; readonly idle: number } | undefined {
  return session && { absolute: session.absolute * second, idle: session.idle * second };
}

export function roleOf(system: SystemRecord, id: string): Operator["role"] {
  return system.engineers.includes(id) ? "engineer" : "operator";
}

/** The operator as hosts and strategies see them. */
export function operatorOf(record: OperatorRecord, system: SystemRecord): Operator {
  const { id, hostId, username, name, email, language } = record;
  return {
    id,
    ...(hostId !== undefined && { hostId }),
    username,
    ...(name !== undefined && { name }),
    ...(email !== undefined && { email }),
    ...(language !== undefined && { language }),
    role: record.hostRole ?? roleOf(system, id),
  };
}

/** Throws `ERR_MFA_FORBIDDEN` where the one who asks is an engineer no more: somebody else was faster. */
export function assertEngineer(system: SystemRecord, by: string | undefined): void {
  if (by !== undefined && !system.engineers.includes(by)) throw new MfaError("ERR_MFA_FORBIDDEN");
}

/** After an old copy of the data was put back: everybody signs in again, and no browser is trusted. */
export function withNewEpoch(system: SystemRecord): SystemRecord {
  return { ...system, epoch: system.epoch + 1, trustEpoch: system.trustEpoch + 1 };
}

export function withEngineer(system: SystemRecord, id: string): SystemRecord {
  return system.engineers.includes(id) ? system : { ...system, engineers: [...system.engineers, id] };
}

/** As the host's own table says; who is the last one is the host's to see. */
export function withRole(system: SystemRecord, id: string, role: Operator["role"]): SystemRecord {
  if (roleOf(system, id) === role) return system;
  const others = system.engineers.filter((engineer) => engineer !== id);
  return { ...system, engineers: role === "engineer" ? [...others, id] : others };
}

/** Throws `ERR_MFA_INPUT` for the last engineer: a system that nobody can run helps nobody. */
export function withoutEngineer(system: SystemRecord, id: string): SystemRecord {
  if (!system.engineers.includes(id)) return system;
  if (system.engineers.length === 1) {
    throw new MfaError("ERR_MFA_INPUT", {
      detail: "this is the last system engineer",
      errors: { role: "lastEngineer" },
    });
  }
  return { ...system, engineers: system.engineers.filter((engineer) => engineer !== id) };
}
