import { z } from "zod";
import type { AskedSetup, SetupView } from "../contract/index.js";
import { type Mode, modes } from "../core/policy.js";
import { readProfile } from "../directory/index.js";
import { MfaError } from "../errors/index.js";
import { text } from "./body.js";

const ticks = z.union([z.boolean(), text(20), z.array(text(20)).max(5)], "tick").default(false);

export const setupBody = z.object({
  username: text(256),
  email: text(256).default(""),
  mfa: z.enum(["on", "off"], "choice").default("on"),
  acknowledge: ticks,
  confirmOff: ticks,
  mode: z.string("choice").max(32, "choice").optional(),
});

export interface SetupForm {
  readonly username: string;
  readonly email?: string;
  readonly mode: Mode;
  /** What is wrong, by field: all at once, so that nobody mends one after the other. */
  readonly errors: Readonly<Record<string, string>>;
}

/** What the first engineer asks for. MFA is on unless both ticks of the opt-out are there. */
export function readSetup(body: Readonly<Record<string, unknown>>, view: SetupView): SetupForm {
  const errors: Record<string, string> = {};
  const parsed = setupBody.safeParse(body);
  if (!parsed.success) {
    for (const { path, message } of parsed.error.issues) errors[String(path[0])] ??= message;
    return { username: "", mode: "either", errors };
  }
  const { username, email: address, mfa, acknowledge, confirmOff, mode = view.mode } = parsed.data;
  const email = address.trim() === "" ? {} : { email: address.trim() };
  const off = mfa === "off";
  if (!ticked(acknowledge, mfa)) errors.acknowledge = "tick";
  if (off && !ticked(confirmOff, mfa)) errors.confirmOff = "tick";
  if (!off && !view.modes.includes(mode)) errors.mode = "choice";
  if (!off && email.email === undefined && mode !== "app") errors.email = "missing";
  try {
    readProfile({ username, ...email });
  } catch (error) {
    if (!(error instanceof MfaError)) throw error;
    Object.assign(errors, error.errors);
  }
  const chosen = Object.hasOwn(modes, mode) ? (mode as Mode) : "either";
  return { username, ...email, mode: off ? "off" : chosen, errors };
}

/** A form says to which choice its sentence belongs: the tick beside the other one is none. */
function ticked(tick: z.infer<typeof ticks>, mfa: string): boolean {
  return [tick].flat().some((value) => value === true || value === "true" || value === mfa);
}

/** What was typed, as it was typed: shown again, and nothing else is done with it. */
export function typedSetup(body: Readonly<Record<string, unknown>>): AskedSetup {
  const written = (name: string) => {
    const value = body[name];
    return (typeof value === "string" ? value : "").slice(0, 256);
  };
  const [username, email, mfa, mode] = ["username", "email", "mfa", "mode"].map(written);
  const wished = mfa === "off" ? "off" : "on";
  const tickedIn = (name: string) => {
    const parsed = ticks.safeParse(body[name]);
    return parsed.success && ticked(parsed.data, wished);
  };
  return {
    ...{ username: username ?? "", email: email ?? "", mfa: mfa ?? "", mode: mode ?? "" },
    acknowledge: tickedIn("acknowledge"),
    confirmOff: tickedIn("confirmOff"),
  };
}
