import { existsSync, readFileSync, realpathSync, statSync } from "node:fs";
import { dirname, extname, join, relative, resolve } from "node:path";
import { MfaError } from "../../errors/index.js";
import { isOurs } from "./inside.js";

/** An Express project as it stands, in the folder that the command was called in. */
export interface Project {
  readonly folder: string;
  /** As `package.json` says it; else the name of the folder. */
  readonly name: string;
  /** The file that makes the app, from the folder; `undefined` where none was found. */
  readonly entry?: Entry;
  readonly typescript: boolean;
  /** Files ending on `.js` or `.ts` are ES modules. */
  readonly modules: boolean;
  readonly dependencies: ReadonlySet<string>;
}

export interface Entry {
  readonly file: string;
  readonly text: string;
}

/** `const app = express();`, with the name of the variable as its group. */
export const appShape =
  /^([ \t]*)(?:export\s+)?(?:const|let|var)\s+(\w+)(?:\s*:\s*[\w.]+)?\s*=\s*express\(\s*\);?[ \t]*$/m;

/** `app.listen(4000`, `process.env.PORT || 4000` and `const port = 4000`. */
const portShape = /(?:\.listen\(\s*|\bport\b\s*(?:\|\||\?\?|=|:)\s*)["']?(\d{2,5})\b/i;

const importShape = /(?:from|import|require\()\s*["'](\.[^"']*)["']/g;
const endings = ["", ".ts", ".mts", ".js", ".mjs", ".cjs", "/index.ts", "/index.js"];
const usual = ["server", "app", "index", "main"].flatMap((name) => [name, `src/${name}`]);
/** Files that are looked at: an app is made near the start. */
const most = 60;

/** @throws `ERR_MFA_OPTIONS` where this is no Express project, with what to do */
export function readProject(folder: string): Project {
  const manifest = readManifest(folder);
  const dependencies = new Set(
    Object.keys({ ...manifest.dependencies, ...manifest.devDependencies, ...manifest.peerDependencies }),
  );
  if (!dependencies.has("express")) {
    throw new MfaError("ERR_MFA_OPTIONS", {
      detail: `${join(folder, "package.json")} names no express: call it in the folder of an Express app, or npm install express first`,
    });
  }
  const entry = findEntry(folder, startsOf(manifest));
  const typescript =
    entry === undefined ? existsSync(join(folder, "tsconfig.json")) : extname(entry.file).endsWith("ts");
  return {
    folder,
    name: manifest.name?.replace(/^@[^/]*\//, "") || "My app",
    ...(entry !== undefined && { entry }),
    typescript,
    modules: entry === undefined ? manifest.type === "module" : isModule(entry, manifest.type),
    dependencies,
  };
}

/** The entry that `--entry` names. Throws `ERR_MFA_OPTIONS` where it makes no app. */
export function readEntry(folder: string, file: string): Entry {
  const path = join(folder, file);
  const fits = isOurs(folder, path) && statSync(path).isFile();
  const entry = fits ? entryAt(folder, path) : undefined;
  if (entry !== undefined) return entry;
  throw new MfaError("ERR_MFA_OPTIONS", {
    detail: `${file} is not in this folder, or has no line such as: const app = express();`,
  });
}

/** Where the app listens, as its own text says; else where most do. */
export function portOf(text: string): string {
  return portShape.exec(text)?.[1] ?? "3000";
}

interface Manifest {
  readonly name?: string;
  readonly type?: string;
  readonly main?: string;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: object;
  readonly devDependencies?: object;
  readonly peerDependencies?: object;
}

function readManifest(folder: string): Manifest {
  const file = join(folder, "package.json");
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (cause) {
    const said = existsSync(file)
      ? "cannot be read"
      : "is not there: call it in the folder of an Express app";
    throw new MfaError("ERR_MFA_OPTIONS", { detail: `${file} ${said}`, cause });
  }
}

/** Where the program may start, the likeliest first. */
function startsOf({ scripts = {}, main }: Manifest): readonly string[] {
  const named = ["dev", "start", "serve"].flatMap((script) =>
    (scripts[script] ?? "").split(/\s+/).filter((word) => /^[\w@./-]+$/.test(word) && !word.startsWith("-")),
  );
  const all = [...named, ...(main === undefined ? [] : [main])];
  // What is built comes of a source of the same name.
  const sources = all.flatMap((file) => [file.replace(/^(\.\/)?(dist|build|lib|out)\//, "src/"), file]);
  return [...sources.map((file) => file.replace(/\.[cm]?js$/, "")), ...all, ...usual];
}

/** From each start along its own imports, the nearest first. */
function findEntry(folder: string, starts: readonly string[]): Entry | undefined {
  const seen = new Set<string>();
  const waiting = starts.flatMap((start) => resolved(folder, folder, start));
  for (let file = waiting.shift(); file !== undefined && seen.size < most; file = waiting.shift()) {
    if (seen.has(file)) continue;
    seen.add(file);
    const entry = entryAt(folder, file);
    if (entry !== undefined) return entry;
    const text = readFileSync(file, "utf8");
    const imported = [...text.matchAll(importShape)].map(([, path = ""]) => path);
    waiting.unshift(...imported.flatMap((path) => resolved(folder, dirname(file), path)));
  }
  return undefined;
}

/** By the path that Node runs it from, which its imports go by: links are followed. */
function entryAt(folder: string, path: string): Entry | undefined {
  const text = readFileSync(path, "utf8");
  return appShape.test(text) ? { file: relative(realpathSync(folder), realpathSync(path)), text } : undefined;
}

/** TypeScript says `./app.js` of `app.ts`. */
function resolved(root: string, folder: string, path: string): readonly string[] {
  const bases = [path, path.replace(/\.([cm]?)js$/, ".$1ts"), path.replace(/\.[cm]?js$/, "")];
  const found = bases
    .flatMap((base) => endings.map((ending) => resolve(folder, base + ending)))
    .find((file) => isOurs(root, file) && isSource(file));
  return found === undefined ? [] : [realpathSync(found)];
}

/** A start without an ending, such as `bin/www`, is one too. */
function isSource(file: string): boolean {
  if (file.includes("node_modules")) return false;
  try {
    return /\.[cm]?[jt]s$/.test(file) || readFileSync(file, "utf8").startsWith("#!");
  } catch {
    return false;
  }
}

/** `require` says more than a `package.json` that says nothing. */
function isModule({ file, text }: Entry, type: string | undefined): boolean {
  if (/\.m[jt]s$/.test(file)) return true;
  if (/\.c[jt]s$/.test(file)) return false;
  return type === "module" && !/\brequire\(/.test(text);
}
