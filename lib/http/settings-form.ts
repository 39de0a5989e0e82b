import { z } from "zod";
import type { AskedSettings, SessionLife } from "../contract/index.js";
import { reauthDays, sessionSeconds } from "../core/numbers.js";
import { type Installed, type Mode, modes } from "../core/policy.js";
import { tick } from "./body.js";

const id = z.string("choice").max(32, "choice");
const whole = (message: string) =>
  z
    .union(
      [
        z.number(),
        z
          .string()
          .regex(/^\d{1,15}$/)
          .transform(Number),
      ],
      message,
    )
    .pipe(z.int(message).min(0, message));

const hours = { least: 1, most: sessionSeconds.most / 3600 };
const minutes = { least: sessionSeconds.least / 60, most: 1440 };

export const settingsBody = z.object({
  mode: z.enum(Object.keys(modes) as [Mode, ...Mode[]], "choice"),
  // A form sends one tick as a text.
  also: z.union([id.transform((one) => [one]), z.array(id).max(20)], "choice").default([]),
  reauthDays: whole("days").pipe(z.int("days").max(reauthDays.most, "days")),
  sessionHours: whole("hours").pipe(z.int().min(hours.least, "hours").max(hours.most, "hours")).optional(),
  idleMinutes: whole("minutes")
    .pipe(z.int().min(minutes.least, "minutes").max(minutes.most, "minutes"))
    .optional(),
  passwordless: tick.default(false),
  version: whole("missing"),
  confirm: tick.default(false),
  confirmOff: tick.default(false),
});

export type SettingsForm =
  | { readonly errors: Readonly<Record<string, string>> }
  | {
      readonly errors?: undefined;
      readonly strategies: readonly string[];
      readonly reauthDays: number;
      /** Left out where it stays as it is: then an option still says it. */
      readonly session?: SessionLife;
      readonly passwordless: boolean;
      readonly version: number;
      readonly confirm: boolean;
      /** To turn MFA off is no slip of the hand. */
      readonly confirmOff: boolean;
    };

/** What was asked for, against the second factors that are installed; what is left out of a session's life stays as it is. */
export function readSettings(
  body: unknown,
  { second: installed, passwordless: able }: Installed,
  current: SessionLife,
): SettingsForm {
  const parsed = settingsBody.safeParse(body);
  if (!parsed.success) {
    const wrong = parsed.error.issues.map(({ path, message }) => [String(path[0]), message] as const);
    return { errors: Object.fromEntries(wrong.reverse()) };
  }
  const { mode, also, reauthDays: days, sessionHours, idleMinutes, ...rest } = parsed.data;
  const missing = (ids: readonly string[]) => ids.some((wanted) => !installed.includes(wanted));
  if (missing(modes[mode])) return { errors: { mode: "choice" } };
  if (missing(also)) return { errors: { also: "choice" } };
  const strategies = [...modes[mode], ...also];
  if (rest.passwordless && !strategies.some((wanted) => able.includes(wanted)))
    return { errors: { passwordless: "notAccepted" } };
  const session = {
    absolute: unlessShown(current.absolute, sessionHours, 3600),
    idle: unlessShown(current.idle, idleMinutes, 60),
  };
  const same = session.absolute === current.absolute && session.idle === current.idle;
  return {
    strategies,
    reauthDays: days,
    ...(!same && { session }),
    passwordless: rest.passwordless,
    version: rest.version,
    confirm: rest.confirm,
    confirmOff: rest.confirmOff,
  };
}

/** A page shows rounded hours and minutes: whoever saves them as they were shown has changed nothing. */
function unlessShown(current: number, asked: number | undefined, unit: number): number {
  return asked === undefined || asked === Math.round(current / unit) ? current : asked * unit;
}

/** What was typed, as it was typed: shown again, and nothing else is done with it. */
export function typedSettings(body: Readonly<Record<string, unknown>>): AskedSettings {
  const { mode, also, reauthDays: days, sessionHours, idleMinutes, passwordless } = body;
  const written = (value: unknown) =>
    typeof value === "string" || typeof value === "number" ? String(value).slice(0, 32) : "";
  return {
    mode: written(mode),
    also: [also].flat().map(written).slice(0, 20),
    reauthDays: written(days),
    passwordless: tick.safeParse(passwordless).data === true,
    ...(sessionHours !== undefined && { sessionHours: written(sessionHours) }),
    ...(idleMinutes !== undefined && { idleMinutes: written(idleMinutes) }),
  };
}
