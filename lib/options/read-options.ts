import type { Backend, Clock, Mailer, Policy, Random, Strategy } from "../contract/index.js";
import { second, sessionSeconds } from "../core/numbers.js";
import { policyNames, readPolicy } from "../core/policy.js";
import { type Catalogue, installedIn } from "../core/rules.js";
import { isVersion } from "../core/version.js";
import { createKeyring, type Keyring, systemRandom } from "../crypto/index.js";
import { MfaError, refuseUnknown } from "../errors/index.js";
import type { ProbeSettings } from "../health/index.js";
import type { Look } from "../http/look.js";
import type { Paths } from "../http/paths.js";
import { readSites, type Sites } from "../http/site.js";
import { createLanguages, type Languages } from "../locales/index.js";
import { createSmtpMailer } from "../mail/index.js";
import type { Logger, MfaOptions } from "./options.js";
import { type DirectoryOption, readDirectory } from "./read-directory.js";
import { readLook } from "./read-look.js";
import { readPaths } from "./read-paths.js";
import { readProbes } from "./read-probes.js";

/** The options, parsed once: nothing is looked up or defaulted later. Times in milliseconds. */
export interface Configuration {
  readonly issuer: string;
  readonly sites: Sites;
  readonly paths: Paths;
  readonly keyring: Keyring;
  readonly backend: Backend;
  readonly mailer: Mailer | undefined;
  readonly languages: Languages;
  readonly look: Look;
  readonly catalogue: Catalogue;
  readonly initialPolicy: Omit<Policy, "version"> | undefined;
  readonly session: { readonly absolute: number; readonly idle: number };
  readonly staleness: number;
  readonly probes: ProbeSettings;
  readonly audit: { readonly days: number };
  readonly logger: Logger | undefined;
  readonly onNotify: MfaOptions["onNotify"];
  readonly directory: DirectoryOption | undefined;
  readonly apps: { readonly minVersion?: string };
  readonly sameOrigin: boolean;
  readonly clock: Clock;
  readonly random: Random;
}

/** Makes a backend of the option `storage`. */
export type ToBackend = (storage: unknown, options: { readonly singleProcess: boolean }) => Backend;

export const optionNames: readonly (keyof MfaOptions)[] = [
  "issuer",
  "url",
  "paths",
  "secret",
  "storage",
  "singleProcess",
  "mail",
  "strategies",
  "initialPolicy",
  "branding",
  "pages",
  "render",
  "languages",
  "session",
  "staleness",
  "probes",
  "audit",
  "logger",
  "onNotify",
  "directory",
  "apps",
  "sameOrigin",
  "insecure",
  "mailer",
  "clock",
  "random",
];

export function readOptions(options: MfaOptions, toBackend: ToBackend): Configuration {
  refuseUnknown("createMfa", options, optionNames);
  const { url, secret, session = {}, insecure = false, sameOrigin = true, singleProcess = false } = options;
  for (const [name, value] of Object.entries({ insecure, sameOrigin, singleProcess })) {
    if (typeof value !== "boolean") throw wrong(name, "must be true or false");
  }
  refuseUnknown("createMfa, session", session, ["absolute", "idle"]);
  const urls = typeof url === "string" ? [url] : url;
  if (!Array.isArray(urls) || !urls.every((text) => typeof text === "string"))
    throw wrong("url", "must be a URL or a list of them");
  const paths = readPaths(options.paths);
  const catalogue = readStrategies(options.strategies);
  return {
    issuer: readIssuer(options.issuer),
    sites: readSites(urls, insecure, paths),
    paths,
    keyring: createKeyring(readSecrets(secret)),
    backend: toBackend(options.storage, { singleProcess }),
    mailer: readMailer(options),
    languages: createLanguages(catalogue, options.languages),
    look: readLook(options),
    catalogue,
    initialPolicy: readInitialPolicy(options.initialPolicy, catalogue),
    session: {
      absolute: seconds("session.absolute", session.absolute, sessionSeconds, 43_200),
      idle: seconds("session.idle", session.idle, sessionSeconds, 1_800),
    },
    staleness: seconds("staleness", options.staleness, { least: 0, most: 60 }, 1),
    probes: readProbes(options.probes),
    audit: { days: readAuditDays(options.audit) },
    logger: withMethods("logger", options.logger, ["info", "warn", "error"]),
    onNotify: readFunction("onNotify", options.onNotify),
    directory: readDirectory(options.directory),
    apps: readApps(options.apps),
    sameOrigin,
    clock: readFunction("clock", options.clock) ?? Date.now,
    random: withMethods("random", options.random, ["bytes", "digits"]) ?? systemRandom,
  };
}

function readAuditDays(audit: NonNullable<MfaOptions["audit"]> = {}): number {
  refuseUnknown("createMfa, audit", audit, ["days"]);
  const { days = 365 } = audit;
  if (!Number.isInteger(days) || days < 1 || days > 3650)
    throw wrong("audit.days", "must be whole days from 1 to 3650");
  return days;
}

function readApps(apps: NonNullable<MfaOptions["apps"]> = {}): Configuration["apps"] {
  refuseUnknown("createMfa, apps", apps, ["minVersion"]);
  const { minVersion } = apps;
  if (minVersion === undefined) return {};
  if (typeof minVersion !== "string" || !isVersion(minVersion))
    throw wrong("apps.minVersion", 'must be up to four numbers, such as "4.0"');
  return { minVersion };
}

function readFunction<T>(name: string, given: T | undefined): T | undefined {
  if (given !== undefined && typeof given !== "function") throw wrong(name, "must be a function");
  return given;
}

function withMethods<T>(name: string, given: T | undefined, methods: readonly string[]): T | undefined {
  if (given === undefined) return undefined;
  const missing = methods.filter(
    (method) => typeof (given as Record<string, unknown> | null)?.[method] !== "function",
  );
  if (missing.length > 0) throw wrong(name, `lacks ${missing.join(", ")}`);
  return given;
}

function readIssuer(issuer: unknown): string {
  if (typeof issuer !== "string" || issuer.trim() === "" || issuer.length > 64 || /\p{Cc}/u.test(issuer)) {
    throw wrong("issuer", "must be a name of 1 to 64 characters");
  }
  return issuer;
}

function readSecrets(secret: MfaOptions["secret"]): readonly string[] {
  const secrets = typeof secret === "string" ? [secret] : secret;
  if (secrets === undefined) throw wrong("secret", "is missing; make one with: openssl rand -base64 32");
  if (!Array.isArray(secrets) || !secrets.every((text) => typeof text === "string"))
    throw wrong("secret", "must be a text or a list of them");
  return secrets;
}

function readMailer({ mail, mailer }: MfaOptions): Mailer | undefined {
  if (mail !== undefined && mailer !== undefined)
    throw wrong("mailer", 'contradicts "mail": give one of them');
  if (mail === undefined) return withMethods("mailer", mailer, ["send", "verify", "close"]);
  refuseUnknown("createMfa, mail", mail, ["smtp", "from", "timeouts"]);
  if (typeof mail.from !== "string") throw wrong("mail", 'needs "from", such as "Net2 <net2@example.com>"');
  const { smtp, ...rest } = mail;
  return smtp === undefined ? undefined : createSmtpMailer({ ...rest, smtp });
}

function readStrategies(strategies: unknown): Catalogue {
  if (!Array.isArray(strategies) || strategies.length === 0)
    throw wrong("strategies", "must be a list such as [password(), totp()]");
  const catalogue = new Map<string, Strategy>();
  for (const strategy of strategies as Strategy[]) {
    if (typeof strategy?.id !== "string" || typeof strategy.judge !== "function") {
      throw wrong(
        "strategies",
        "has something that is no strategy; was a factory not called, as in password()?",
      );
    }
    if (!/^[a-z][a-z0-9-]{0,31}$/.test(strategy.id))
      throw wrong("strategies", `the id ${JSON.stringify(strategy.id)} is not kebab-case`);
    if (catalogue.has(strategy.id)) throw wrong("strategies", `"${strategy.id}" is there twice`);
    // NIST 63B-4 §3.1.3: something has to pass between the two devices; a mere tap may be for the sign-in of a stranger.
    if (strategy.fields?.length === 0 && strategy.hostLogin === undefined)
      throw wrong("strategies", `"${strategy.id}" has no field: what is entered there is what it judges`);
    catalogue.set(strategy.id, strategy);
  }
  const first = [...catalogue.values()].filter(({ stage }) => stage === "first");
  const host = first.filter(({ hostLogin }) => hostLogin !== undefined).length;
  const own = first.length - host;
  if (first.length === 0 || own > 1 || host > 1)
    throw wrong(
      "strategies",
      `needs one strategy of the first stage, such as password(), or external(), or one of each, and has ${first.length}`,
    );
  return catalogue;
}

function readInitialPolicy(
  given: MfaOptions["initialPolicy"],
  catalogue: Catalogue,
): Configuration["initialPolicy"] {
  if (given === undefined) return undefined;
  const input = typeof given === "string" ? { mode: given } : given;
  refuseUnknown("createMfa, initialPolicy", input, policyNames);
  if (input.mode === undefined && input.strategies === undefined)
    throw wrong("initialPolicy", 'needs "mode" or "strategies"');
  try {
    return readPolicy(input, installedIn(catalogue));
  } catch (error) {
    throw wrong("initialPolicy", (error as Error).message);
  }
}

function seconds(
  name: string,
  given: number | undefined,
  { least, most }: { readonly least: number; readonly most: number },
  otherwise: number,
): number {
  const value = given ?? otherwise;
  if (typeof value !== "number" || !(value >= least && value <= most))
    throw wrong(name, `must be seconds from ${least} to ${most}`);
  return value * second;
}

function wrong(name: string, detail: string): MfaError {
  return new MfaError("ERR_MFA_OPTIONS", { detail: `option "${name}" ${detail}` });
}
