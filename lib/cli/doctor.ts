import type { Policy } from "../contract/index.js";
import type { ErrorCode } from "../errors/index.js";
import { createLanguages } from "../locales/index.js";
import type { MfaOptions } from "../options/index.js";
import { type HealthLine, healthLines, systemLines } from "../pages/index.js";
import type { Command, Told } from "./command.js";

type Level = "ok" | "warning" | "error";

interface Line {
  readonly name: string;
  readonly level: Level;
  readonly text: string;
}

/** How passwords and cookies travel to this address. */
function addressLine(url: string): Line {
  const { protocol, hostname } = new URL(url);
  const name = `Address ${url}`;
  if (protocol === "https:")
    return { name, level: "ok", text: "https: cookies are Secure, and of this host alone." };
  const local = ["localhost", "127.0.0.1", "[::1]"].includes(hostname);
  return local
    ? { name, level: "warning", text: "http on this machine only: for development." }
    : { name, level: "error", text: "http: passwords and cookies go in clear. Put https in front of it." };
}

function secretText(secret: MfaOptions["secret"]): string {
  return Array.isArray(secret) && secret.length > 1
    ? `The newest of ${secret.length} opens the data. Once everything is resealed, the others can go.`
    : "It opens the data.";
}

function policyLine({ strategies, reauthDays }: Policy): Line {
  const name = "Policy";
  if (strategies.length === 0)
    return { name, level: "warning", text: "MFA is off: turn it on under Options → Security." };
  const accepted = strategies.join(", ");
  const text = `Accepted after the password: ${accepted}; asked for again after ${reauthDays} days.`;
  return { name, level: "ok", text };
}

function toBeSetUp(urls: MfaOptions["url"]): Line {
  const [url = ""] = [urls].flat();
  const page = `${url.replace(/\/+$/, "")}/setup`;
  const text = `Nobody has set this system up yet: start the server, and open ${page} with the code that it prints. Where a system was in use, put a backup back.`;
  return { name: "Policy", level: "warning", text };
}

function lineOf({ name, level, text, detail }: HealthLine): Line {
  return {
    name,
    level: level === "unknown" ? "warning" : level,
    text: detail ? `${text} (${detail})` : text,
  };
}

/** What it is that does not open. */
const closed: Readonly<Partial<Record<ErrorCode, string>>> = {
  ERR_MFA_SECRET: "Secret",
  ERR_MFA_STORAGE: "Storage",
  ERR_MFA_DATA_VERSION: "Storage",
  ERR_MFA_CLOSED: "Policy",
};
const noPolicy = "There is none, and there are operators: put a backup back.";

function told(lines: readonly Line[]): Told {
  return {
    json: { lines },
    text: lines.map(({ name, level, text }) => `${level.padEnd(8)} ${name}: ${text}`).join("\n"),
    exit: lines.some(({ level }) => level === "error") ? 1 : 0,
  };
}

/** How the system is, looked at with the server's own options. */
export const doctor: Command = {
  name: "doctor",
  usage: "",
  about: "Looks at secret, storage, mail, clock and policy, and says what is wrong and what to do.",
  options: [],
  words: 0,
  looks: true,
  async run({ mfa, config }) {
    const isSetUp = await mfa.maintenance.isSetUp();
    const policy = isSetUp ? policyLine(await mfa.policy.read()) : toBeSetUp(config.url);
    const health = await mfa.maintenance.health();
    const english = createLanguages(new Map()).choose([]);
    const context = { language: english, now: Date.now() };
    return told([
      { name: "Secret", level: "ok", text: secretText(config.secret) },
      ...[config.url].flat().map(addressLine),
      policy,
      ...(isSetUp ? healthLines : systemLines)(health, context).map(lineOf),
    ]);
  },
  failed({ code, message }, config) {
    const name = closed[code];
    if (name === undefined) return undefined;
    const text = code === "ERR_MFA_CLOSED" ? noPolicy : message;
    return told([{ name, level: "error", text }, ...[config.url].flat().map(addressLine)]);
  },
};
