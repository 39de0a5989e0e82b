import { isAbsolute, resolve } from "node:path";

/** What the environment says, read once at the start. What was left out is `undefined`. */
export interface Settings {
  readonly port: number;
  /** Absolute path. */
  readonly dataDir: string;
  readonly smtpUrl: string | undefined;
  readonly secret: string | undefined;
  readonly mode: Mode | undefined;
  /** 0 to 90. */
  readonly reauthDays: number | undefined;
  /** Operators to try it with; otherwise a new system starts with its set-up. */
  readonly demo: boolean;
  readonly demoPassword: string | undefined;
}

export type Mode = "off" | "email" | "app" | "either";
const modes: readonly Mode[] = ["off", "email", "app", "either"];

/** A setting that cannot be used. The message says which, and what it may be, on one line. */
export class SettingError extends Error {
  override readonly name = "SettingError";
}

type Environment = Readonly<Record<string, string | undefined>>;

export function readSettings(environment: Environment, home: string): Settings {
  // `SMTP_URL=` in a shell or a compose file means: left out.
  const get = (name: string) => environment[name] || undefined;
  return {
    port: whole("PORT", get("PORT"), 1, 65_535) ?? 3000,
    dataDir: readDataDir(get("DATA_DIR"), home),
    smtpUrl: readSmtpUrl(get("SMTP_URL")),
    secret: readSecret(get("MFA_SECRET")),
    mode: readMode(get("MFA_MODE")),
    reauthDays: whole("REAUTH_DAYS", get("REAUTH_DAYS"), 0, 90),
    demo: readDemo(get("DEMO")),
    demoPassword: get("DEMO_PASSWORD"),
  };
}

function whole(name: string, text: string | undefined, least: number, most: number): number | undefined {
  if (text === undefined) return undefined;
  const value = /^(0|[1-9]\d{0,4})$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new SettingError(
    `${name} is ${JSON.stringify(text)}; it takes a whole number from ${least} to ${most}`,
  );
}

function readDataDir(text: string | undefined, home: string): string {
  if (text === undefined) return resolve(home, "data");
  if (text.includes("\0")) throw new SettingError(`DATA_DIR is ${JSON.stringify(text)}; it takes a path`);
  return isAbsolute(text) ? text : resolve(text);
}

function readMode(text: string | undefined): Mode | undefined {
  if (text === undefined) return undefined;
  const mode = modes.find((known) => known === text);
  if (mode !== undefined) return mode;
  throw new SettingError(`MFA_MODE is ${JSON.stringify(text)}; it takes one of ${modes.join(", ")}`);
}

function readDemo(text: string | undefined): boolean {
  if (text === undefined || text === "0") return false;
  if (text === "1") return true;
  throw new SettingError(`DEMO is ${JSON.stringify(text)}; it takes 1, or 0`);
}

function readSmtpUrl(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && /^smtps?:$/.test(url.protocol) && url.hostname !== "") return text;
  // Whatever stands before an @ may be a password.
  const shown = JSON.stringify(text.replace(/[^/]*@/, "***@"));
  throw new SettingError(`SMTP_URL is ${shown}; it takes an address such as "smtp://127.0.0.1:2525"`);
}

function readSecret(text: string | undefined): string | undefined {
  const length = Buffer.byteLength(text ?? "");
  if (text === undefined || length >= 32) return text;
  // Its value is not shown: it may be half of a real one.
  throw new SettingError(`MFA_SECRET is ${length} bytes long; it takes 32 or more`);
}
