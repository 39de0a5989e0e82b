import { availableParallelism } from "node:os";

export class SettingError extends Error {}

export interface Settings {
  readonly port: number;
  readonly workers: number;
  /** `redis://…` or `postgres://…`; without one a server of our own is started, and gone at the end. */
  readonly storageUrl: string | undefined;
  /** Which server of our own; without a word, the one that is installed. */
  readonly store: "redis" | "postgres" | undefined;
  /** One secret a line, the newest first. Read at each start of a worker, so a rolling restart brings a new one in. */
  readonly secretFile: string | undefined;
  readonly smtpUrl: string | undefined;
  /** As browsers see it, where a proxy that ends https stands before the balancer. */
  readonly url: string;
  /** Of the demonstration's operators; they are added where it is given, and where the store is our own. */
  readonly demoPassword: string | undefined;
}

export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const given = (name: string) => env[name] || undefined;
  const port = whole("PORT", given("PORT") ?? "3000", 1, 65_535);
  const storageUrl = given("STORAGE_URL");
  const store = given("STORE");
  if (store !== undefined && store !== "redis" && store !== "postgres")
    throw new SettingError(`STORE is ${JSON.stringify(store)}; it is redis or postgres`);
  if (storageUrl !== undefined && !/^(rediss?|postgres(ql)?):/.test(storageUrl))
    throw new SettingError("STORAGE_URL begins with redis:, rediss:, postgres: or postgresql:");
  const secretFile = given("SECRET_FILE");
  if (storageUrl !== undefined && secretFile === undefined)
    throw new SettingError(
      "STORAGE_URL needs SECRET_FILE, the file with the secret that its data is sealed with: openssl rand -base64 32 > secret",
    );
  return {
    port,
    workers: whole("WORKERS", given("WORKERS") ?? String(Math.min(4, availableParallelism())), 1, 64),
    storageUrl,
    store,
    secretFile,
    smtpUrl: given("SMTP_URL"),
    url: given("URL_OF_MFA") ?? `http://localhost:${port}/mfa`,
    demoPassword: given("DEMO_PASSWORD"),
  };
}

function whole(name: string, text: string, least: number, most: number): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= least && number <= most) return number;
  throw new SettingError(`${name} is ${JSON.stringify(text)}; it is a whole number from ${least} to ${most}`);
}
