import { mkdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { cpus, release, totalmem } from "node:os";
import { plot } from "./plot.js";
import { inWords, isMet, type Result } from "./result.js";

const docs = new URL("../../docs/", import.meta.url);
const measured = new URL("measured/", docs);

export interface Run {
  readonly name: string;
  readonly command: string;
  readonly results: readonly Result[];
}

/** The results as data, the plots, and the part of `docs/performance.md` that is theirs. */
export async function write({ name, command, results }: Run): Promise<void> {
  await mkdir(measured, { recursive: true });
  const about = {
    date: new Date().toISOString().slice(0, 10),
    command,
    machine: machine(),
    versions: versions(),
  };
  await writeFile(
    new URL(`${name}.json`, measured),
    `${JSON.stringify({ ...about, results }, undefined, 2)}\n`,
  );
  for (const result of results)
    if (result.plot !== undefined)
      await writeFile(new URL(`${result.plot.file}.svg`, measured), plot(result));

  const page = new URL("performance.md", docs);
  const text = await readFile(page, "utf8");
  const [start, end] = [`<!-- ${name}: written by the run -->`, `<!-- ${name}: end -->`];
  const [from, to] = [text.indexOf(start), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`docs/performance.md has no place for ${name}`);
  const versionsLine = Object.entries(about.versions)
    .map(([one, version]) => `${one} ${version}`)
    .join(", ");
  const made = [
    `\`${command}\` on ${about.date}: ${about.machine}; ${versionsLine}.`,
    ...results.map(section),
  ].join("\n\n");
  await writeFile(page, `${text.slice(0, from)}${start}\n${made}\n\n${text.slice(to)}`);
}

function section({ title, text, columns, rows, targets, plot: drawn }: Result): string {
  const line = (cells: readonly (string | number)[]) =>
    `| ${cells.map((cell) => (typeof cell === "number" ? cell.toLocaleString("en") : cell)).join(" | ")} |`;
  const table = [
    line(["", ...columns]),
    `| --- |${columns.map(() => " ---: |").join("")}`,
    ...rows.map(({ name, cells }) => line([name, ...cells])),
  ].join("\n");
  const asked = targets.map(
    (target) => `- ${isMet(target) ? "" : "**not reached:** "}${inWords(target).slice(7)}`,
  );
  return [
    `### ${title}`,
    text,
    ...(drawn === undefined ? [] : [`![${title}](measured/${drawn.file}.svg)`]),
    table,
    ...(asked.length === 0 ? [] : [`Asked for:\n\n${asked.join("\n")}`]),
  ].join("\n\n");
}

function machine(): string {
  const [{ model = "unknown" } = {}, ...others] = cpus();
  return `${others.length + 1} cores of ${model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, Linux ${release()}`;
}

function versions(): Readonly<Record<string, string>> {
  const root = createRequire(import.meta.url);
  const peer = createRequire(new URL("better-auth/server.js", import.meta.url));
  const of = (name: string, from = root) => {
    const [path = ""] =
      from.resolve
        .paths(name)
        ?.map((folder) => `${folder}/${name}/package.json`)
        .filter(isThere(from)) ?? [];
    return path === "" ? "none" : String((from(path) as { readonly version: string }).version);
  };
  return {
    Node: process.version.slice(1),
    Express: of("express"),
    "express-session": of("express-session"),
    Passport: of("passport"),
    "better-auth": of("better-auth", peer),
    "@node-rs/argon2": of("@node-rs/argon2"),
  };
}

function isThere(from: NodeJS.Require): (path: string) => boolean {
  return (path) => {
    try {
      from.resolve(path);
      return true;
    } catch {
      return false;
    }
  };
}
