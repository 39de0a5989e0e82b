import { z } from "zod";
import type { Policy, SessionLife } from "../contract/index.js";
import { MfaError } from "../errors/index.js";
import { reauthDays, second, sessionSeconds } from "./numbers.js";

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
   * Until then (milliseconds since the epoch) a second factor may be set up with the password alone, as in Net2, by whoever
   * has none. Default: as it was, never at first; 0 ends it.
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

const seconds = z.int().min(sessionSeconds.least).max(sessionSeconds.most);

/** A policy as it is kept. */
export const keptPolicy = z.strictObject({
  strategies: z.array(z.string()),
  reauthDays: z.int().min(reauthDays.least).max(reauthDays.most),
  session: z.strictObject({ absolute: seconds, idle: seconds }).exactOptional(),
  openEnrolmentUntil: z.number().exactOptional(),
  passwordless: z.boolean().exactOptional(),
  version: z.number(),
});

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

/** How long a session lasts by the policy, in milliseconds; nothing where it says nothing of it. */
export function sessionLife({
  session,
}: Policy): { readonly absolute: number; readonly idle: number } | undefined {
  return session && { absolute: session.absolute * second, idle: session.idle * second };
}
