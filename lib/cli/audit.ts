import { readFile } from "node:fs/promises";
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
    looks: true,
    async run({ mfa, console, json, options: { from, until } }) {
      const range = { from: day("from", from), until: day("until", until) };
      if (!json) console.out(csvOf([csvColumns]));
      for await (const line of mfa.maintenance.audit(range)) {
        if (console.signal.aborted) break;
        console.out(json ? `${JSON.stringify(line)}\n` : csvOf([csvLine(line)]));
      }
      return {};
    },
  },
  {
    name: "audit checkpoint",
    usage: "",
    about: "Writes where the audit ends now, signed; keep it away from this server, for audit verify.",
    options: [],
    words: 0,
    looks: true,
    async run({ mfa }) {
      const checkpoint = await mfa.maintenance.auditCheckpoint();
      return { json: checkpoint, text: JSON.stringify(checkpoint) };
    },
  },
  {
    name: "audit verify",
    usage: "[--checkpoint FILE]",
    about:
      "Looks for lines that were changed, taken out, moved or put in; with a checkpoint also for an end that was cut off.",
    options: ["checkpoint"],
    words: 0,
    looks: true,
    async run({ mfa, options }) {
      const { checkpoint } = options;
      const against = checkpoint === undefined ? undefined : await readJson(checkpoint);
      const verdict = await mfa.maintenance.verifyAudit(against);
      const { lines, seals, open, problems } = verdict;
      const told = problems.map(({ what, id }) => `error    ${sentences[what]}: ${id}`);
      const end = `${lines} lines under ${seals} seals, ${open} still open: ${problems.length === 0 ? "nothing is wrong" : `${problems.length} problems`}`;
      return { json: verdict, text: [...told, end].join("\n"), exit: problems.length === 0 ? 0 : 1 };
    },
  },
];

const sentences = {
  changed: "a line was changed",
  removed: "a line was taken out",
  unsealed: "a line is under no seal: its process was killed, or somebody put it there",
  unreadable: "a value was changed or moved",
  "seal-changed": "a seal was changed",
  "seal-removed": "a seal was taken out",
} as const;

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, "utf8"));
  } catch (cause) {
    throw new MfaError("ERR_MFA_INPUT", { detail: `${file} is no checkpoint`, cause });
  }
}

function day(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  // The 30th of February is read as a day in March.
  if (Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== text)
    throw new MfaError("ERR_MFA_INPUT", {
      detail: `--${name} must be a day such as 2026-02-28, not ${clean(text, 40)}`,
    });
  return at;
}
