import { clean, csvColumns, csvLine } from "../audit/index.js";
import { MfaError } from "../errors/index.js";
import { csvOf } from "../http/csv.js";
import type { Command } from "./command.js";

export const auditCommands: readonly Command[] = [
  {
    name: "audit export",
    usage: "[--from 2026-02-01] [--until 2026-03-01]",
    about: "Writes the audit as CSV, or with --json a line of JSON for each, the newest first. Days are UTC.",
    options: ["from", "until"],
    words: 0,
    async run({ mfa, console, json, options: { from, until } }) {
      if (!json) console.out(csvOf([csvColumns]));
      for await (const line of mfa.maintenance.audit({
        from: day("from", from),
        until: day("until", until),
      })) {
        if (console.signal.aborted) break;
        console.out(json ? `${JSON.stringify(line)}\n` : csvOf([csvLine(line)]));
      }
      return {};
    },
  },
];

function day(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(at))
    throw new MfaError("ERR_MFA_INPUT", {
      detail: `--${name} must be a day such as 2026-02-28, not ${clean(text, 40)}`,
    });
  return at;
}
