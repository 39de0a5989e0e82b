import { existsSync, readdirSync, readFileSync } from "node:fs";
import { posix } from "node:path";

export interface SourceFile {
  /** From the root of the checkout, with slashes: `lib/core/rules.ts`. */
  readonly path: string;
  readonly imports: readonly Import[];
}

export interface Import {
  /** As it is written. */
  readonly specifier: string;
  /** The file of ours that it leads to, from the root; `undefined` for a package. */
  readonly file: string | undefined;
}

// Whatever may hold something that only looks like an import is matched first, and passed over.
const comment = /\/\/[^\n]*|\/\*.*?\*\//.source;
const template = /`(?:\\.|[^`\\])*`/.source;
const specifier = /\s*(?:"([^"\n]+)"|'([^'\n]+)')/.source;
const clause = /\b(?:import|export)\b(?:[^"'`;(]*?\bfrom\b|(?=\s*["']))/.source;
const call = /\b(?:import|require)\s*\(/.source;
const string = /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'/.source;
const reader = new RegExp(`${comment}|${template}|(?:${clause}|${call})${specifier}|${string}`, "gs");

/** Every specifier that the text of a module imports, statically, by call, or for its types only. */
export function readImports(text: string): string[] {
  return [...text.matchAll(reader)]
    .map(([, double, single]) => double ?? single)
    .filter((found) => found !== undefined);
}

/** All source files under `folders`, with what they import. */
export function sourceFiles(root: string, folders: readonly string[]): SourceFile[] {
  const paths = folders.flatMap((folder) => list(root, folder));
  const known = new Set(paths);
  return paths.map((path) => ({
    path,
    imports: readImports(readFileSync(posix.join(root, path), "utf8")).map((specifier) => ({
      specifier,
      file: specifier.startsWith(".") ? follow(path, specifier, known) : undefined,
    })),
  }));
}

function list(root: string, folder: string): string[] {
  if (!existsSync(posix.join(root, folder))) return [];
  return readdirSync(posix.join(root, folder), { recursive: true, encoding: "utf8" })
    .map((path) => posix.join(folder, path.replaceAll("\\", "/")))
    .filter((path) => /\.[cm]?[jt]sx?$/.test(path) && !/(^|\/)(node_modules|dist)\//.test(path));
}

/** `./x.js` is written for `./x.ts` or `./x.tsx`. A path that leads to none of ours is given as it is. */
function follow(from: string, specifier: string, known: ReadonlySet<string>): string {
  const path = posix.join(posix.dirname(from), specifier);
  const stem = path.replace(/\.([cm]?)js$/, "");
  return (
    [path, `${stem}.ts`, `${stem}.tsx`, `${stem}.mts`, `${stem}.cts`].find((file) => known.has(file)) ?? path
  );
}

/** The first round trip found, as the files on it; `undefined` where there is none. */
export function findCycle(files: readonly SourceFile[]): string[] | undefined {
  const edges = new Map(files.map(({ path, imports }) => [path, imports.map(({ file }) => file)]));
  const done = new Set<string>();
  const search = (path: string, trail: readonly string[]): string[] | undefined => {
    if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path];
    if (done.has(path)) return undefined;
    for (const next of edges.get(path) ?? []) {
      const cycle = next === undefined ? undefined : search(next, [...trail, path]);
      if (cycle !== undefined) return cycle;
    }
    done.add(path);
    return undefined;
  };
  for (const { path } of files) {
    const cycle = search(path, []);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}
