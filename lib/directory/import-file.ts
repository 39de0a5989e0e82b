import { type CsvError, parse } from "csv-parse";
import type { Role } from "../contract/index.js";
import { MfaError } from "../errors/index.js";
import { canonicalName, type Profile, readProfile } from "./profile.js";

/** A person of the file, and the line they stand on (counted from 1, the header is a line). */
export interface ImportLine {
  readonly line: number;
  readonly profile: Profile & { readonly role: Role };
}

/** What is wrong, where. `field`: a column, or `line` for all of it; `error`: the id of a sentence, `errors` of the locales. */
export interface LineError {
  readonly line: number;
  readonly field: string;
  readonly error: string;
}

export interface ImportFile {
  readonly lines: readonly ImportLine[];
  /** In the order of the lines; with a single one nothing is imported. */
  readonly errors: readonly LineError[];
}

const columns = ["username", "name", "email", "role"] as const;
type Column = (typeof columns)[number];

/** How people write the headings. */
const names: ReadonlyMap<string, Column> = new Map([
  ...columns.map((column) => [column, column] as const),
  ["user name", "username"],
  ["e-mail", "email"],
  ["e-mail address", "email"],
  ["email address", "email"],
  ["mail", "email"],
  ["e-post", "email"],
  ["epost", "email"],
  ["användarnamn", "username"],
  ["namn", "name"],
  ["e-postadress", "email"],
  ["roll", "role"],
]);

const roles: ReadonlyMap<string, Role> = new Map([
  ["", "operator"],
  ["operator", "operator"],
  ["engineer", "engineer"],
  ["system engineer", "engineer"],
  ["operatör", "operator"],
  ["systemingenjör", "engineer"],
]);

/** Characters that are parsed before others have their turn: a few milliseconds. */
const slice = 16 * 1024;

/** More people than any site has, and more wrong lines than anybody reads. */
const most = { lines: 20_000, errors: 1000 } as const;

/**
 * A list of people as spreadsheets write it (RFC 4180; `;` or a tab in place of the comma as well): a line of headings in
 * any order, `username` among them, then one line each.
 *
 * @param taken which of these names somebody has already, in their canonical form
 */
export async function readImportFile(
  text: string,
  taken: (usernames: Iterable<string>) => Promise<ReadonlySet<string>>,
): Promise<ImportFile> {
  const errors: LineError[] = [];
  const lines: ImportLine[] = [];
  const seen = new Set<string>();
  const named: { readonly line: number; readonly key: string }[] = [];
  let header: readonly (Column | undefined)[] | undefined;
  for await (const { line, cells } of records(text, errors)) {
    if (header === undefined) {
      header = cells.map((cell) => names.get(cell.trim().toLowerCase()));
      errors.push(...wrongHeader(header, cells, line));
      if (errors.length > 0) break;
      continue;
    }
    if (errors.length >= most.errors) break;
    if (lines.length >= most.lines) {
      errors.push({ line, field: "line", error: "many" });
      break;
    }
    if (cells.length !== header.length) {
      errors.push({ line, field: "line", error: "cells" });
      continue;
    }
    const found = readLine(header, cells, line);
    if ("error" in found) errors.push(...found.error);
    else lines.push(found);
    // All that is wrong with a line at once, so that nobody mends one after the other.
    const key = canonicalName(cells[header.indexOf("username")]?.trim() ?? "");
    if (seen.has(key)) errors.push({ line, field: "username", error: "double" });
    seen.add(key);
    named.push({ line, key });
  }
  if (errors.length === 0 && lines.length === 0) errors.push({ line: 1, field: "line", error: "empty" });
  const known = seen.size === 0 ? seen : await taken(seen);
  for (const { line, key } of named)
    if (known.has(key)) errors.push({ line, field: "username", error: "taken" });
  return { lines, errors: errors.sort((a, b) => a.line - b.line).slice(0, most.errors) };
}

async function* records(
  text: string,
  errors: LineError[],
): AsyncGenerator<{ readonly line: number; readonly cells: readonly string[] }> {
  const [first = ""] = text.split(/\r?\n/, 1);
  const delimiter = [";", "\t"].find((sign) => first.includes(sign)) ?? ",";
  const parser = parse({
    bom: true,
    delimiter,
    info: true,
    relax_column_count: true,
    skip_records_with_empty_values: true,
  });
  const feed = async () => {
    for (let at = 0; at < text.length && !parser.destroyed; at += slice) {
      parser.write(text.slice(at, at + slice));
      await new Promise((resolve) => setImmediate(resolve));
    }
    parser.end();
  };
  const fed = feed();
  try {
    for await (const { info, record } of parser as AsyncIterable<{
      readonly info: { readonly lines: number };
      readonly record: readonly string[];
    }>)
      yield { line: info.lines, cells: record };
  } catch (error) {
    const { lines } = error as CsvError;
    errors.push({ line: typeof lines === "number" ? lines : 1, field: "line", error: "quotes" });
  } finally {
    parser.destroy();
    await fed;
  }
}

function wrongHeader(
  header: readonly (Column | undefined)[],
  cells: readonly string[],
  line: number,
): LineError[] {
  const unknown = header.indexOf(undefined);
  if (!header.includes("username")) return [{ line, field: "username", error: "heading" }];
  if (unknown >= 0) return [{ line, field: cells[unknown]?.slice(0, 32) ?? "", error: "column" }];
  return new Set(header).size < header.length ? [{ line, field: "line", error: "double" }] : [];
}

function readLine(
  header: readonly (Column | undefined)[],
  cells: readonly string[],
  line: number,
): ImportLine | { readonly error: readonly LineError[] } {
  // The sign that keeps a spreadsheet from taking it for a formula is not part of it.
  const of = (column: Column) =>
    cells[header.indexOf(column)]?.trim().replace(/^'(?=[=+\-@＝＋－＠])/, "") ?? "";
  const role = roles.get(of("role").toLowerCase());
  const wrongRole = role === undefined ? [{ line, field: "role", error: "role" }] : [];
  try {
    const profile = readProfile({
      username: of("username"),
      name: of("name") === "" ? undefined : of("name"),
      email: of("email") === "" ? undefined : of("email"),
    });
    return role === undefined ? { error: wrongRole } : { line, profile: { ...profile, role } };
  } catch (error) {
    if (!(error instanceof MfaError)) throw error;
    const errors = Object.entries(error.errors ?? {});
    return { error: [...errors.map(([field, error]) => ({ line, field, error })), ...wrongRole] };
  }
}
