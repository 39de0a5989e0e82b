import { randomBytes } from "node:crypto";
import {
  appendFileSync,
  chmodSync,
  existsSync,
  lstatSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { parseEnv } from "node:util";
import { MfaError } from "../../errors/index.js";
import { isInside } from "./inside.js";

/** Makes a file that is not there yet. Throws where it is. */
export function writeNew(folder: string, name: string, text: string): void {
  writeFileSync(join(folder, name), text, { flag: "wx" });
}

/** Puts another text in the place of a file's, whole or not at all. */
export function replaceText(folder: string, name: string, text: string): void {
  const file = join(folder, name);
  const draft = join(dirname(file), `.express-mfa-${randomBytes(6).toString("hex")}`);
  writeFileSync(draft, text, { flag: "wx", mode: statSync(file).mode });
  renameSync(draft, file);
}

/** A link leads out of the folder, or to a file that git keeps. Throws `ERR_MFA_OPTIONS` where one of `names` is one. */
export function refuseLinks(folder: string, names: readonly string[]): void {
  for (const name of names) {
    if (lstatSync(join(folder, name), { throwIfNoEntry: false })?.isSymbolicLink() !== true) continue;
    throw new MfaError("ERR_MFA_OPTIONS", {
      detail: `${name} is a link to another file, which stays as it is: put a file of its own in its place`,
    });
  }
}

/** Adds to `.env` what it does not say yet, for its owner's eyes only; the names that were added. */
export function addEnvironment(folder: string, values: Readonly<Record<string, string>>): readonly string[] {
  const file = join(folder, ".env");
  const before = existsSync(file) ? readFileSync(file, "utf8") : "";
  const said = parseEnv(before);
  const missing = Object.entries(values).filter(([name]) => !said[name]);
  writeFileSync(file, "", { flag: "a", mode: 0o600 });
  chmodSync(file, 0o600); // before what is secret is in it
  const after = missing.reduce((text, [name, value]) => filledIn(text, name, value), before);
  if (after !== before) replaceText(folder, ".env", after);
  return missing.map(([name]) => name);
}

/** On the line that names it and is left empty, as a copy of `.env.example` has it; else on a line of its own. */
function filledIn(text: string, name: string, value: string): string {
  const empty = new RegExp(
    `^([ \\t]*(?:export[ \\t]+)?${name}[ \\t]*=)(?:[ \\t]*(?:""|''|\`\`))?(?=[ \\t]*(?:#.*)?\\r?$)`,
    "gm",
  );
  const last = [...text.matchAll(empty)].at(-1);
  if (last === undefined) return `${text}${startOf(text)}${name}=${value}\n`;
  const [whole, start] = last;
  return `${text.slice(0, last.index)}${start}${value}${text.slice(last.index + whole.length)}`;
}

/** The pattern for a file and what the store puts beside it (`-wal`, `-shm`); none where it is outside the folder. */
export function ignoredBy(folder: string, file: string): readonly string[] {
  const path = resolve(folder, file);
  if (!isInside(folder, path)) return [];
  const pattern = relative(folder, path)
    .replaceAll(sep, "/")
    .replace(/[\\*?[\]!# ]/g, "\\$&");
  return [`${pattern}*`];
}

/** Adds to `.gitignore` what it does not say yet. */
export function ignore(folder: string, patterns: readonly string[]): void {
  const file = join(folder, ".gitignore");
  const before = existsSync(file) ? readFileSync(file, "utf8") : "";
  const said = new Set(before.split(/\r?\n/).map((line) => line.trim()));
  const missing = patterns.filter((pattern) => !said.has(pattern));
  if (missing.length > 0) appendFileSync(file, `${startOf(before)}${missing.join("\n")}\n`);
}

/** A line of its own for what is added. */
function startOf(before: string): string {
  return before === "" || before.endsWith("\n") ? "" : "\n";
}
