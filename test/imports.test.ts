import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { findCycle, readImports, type SourceFile, sourceFiles } from "./support/imports.js";

interface Row {
  readonly from: readonly string[];
  /** Parts whose files may be imported. */
  readonly parts: readonly string[];
  /** Parts of which only the `index` may be. */
  readonly doors?: readonly string[];
  /** Packages, Node's own modules, or one entry of a package; left out: any that `package.json` declares. */
  readonly libraries?: readonly string[];
}

const base = ["lib/contract", "lib/errors"];
const edge = ["lib/http", "lib/health", "lib/directory", "lib/audit", "lib/notify", "lib/outbox"];

/** Who may import whom. A part always may import itself. `x/*` stands for each folder or file in `x`. */
const table: readonly Row[] = [
  { from: base, parts: [], libraries: [] },
  // Pure: a schema library is the only one, and nothing of Node's that could read a clock or a disk.
  { from: ["lib/core"], parts: base, libraries: ["zod"] },
  { from: ["lib/store"], parts: [...base, "lib/crypto"], doors: ["lib/store-kit"] },
  { from: ["lib/crypto"], parts: base },
  { from: ["lib/store-kit"], parts: base },
  // Dates and numbers as pages write them, and codes as people type them.
  { from: ["lib/kit"], parts: base, doors: ["lib/locales", "lib/crypto"] },
  { from: ["strategies/*"], parts: [], doors: ["lib/kit"] },
  { from: ["strategies"], parts: [], doors: ["strategies/*"], libraries: [] },
  { from: ["storage/keyv"], parts: base, doors: ["lib/store-kit"], libraries: ["node:timers/promises"] },
  // What a host imports, and nothing else: each is an entry of the package.
  { from: ["storage/*"], parts: [...base, "storage/keyv"], doors: ["lib/store-kit"] },
  // Recognises a Keyv instance by its structure: the one file that knows every adapter.
  { from: ["storage"], parts: [...base, "storage/keyv"], doors: ["lib/store-kit"], libraries: [] },
  { from: ["lib/locales"], parts: base },
  { from: ["lib/openapi"], parts: base, libraries: ["zod"] },
  // View data brings the ids of words; the words themselves come through one door.
  { from: ["lib/pages", "lib/mail"], parts: base, doors: ["lib/locales"] },
  {
    from: edge,
    parts: [...base, "lib/core", "lib/store", "lib/crypto", "lib/pages", "lib/mail"],
    doors: [...edge, "lib/locales", "lib/openapi"],
  },
  { from: ["lib/mfa", "lib/options"], parts: ["lib/*"] },
  // As a host does: by the front door.
  {
    from: ["lib/cli"],
    parts: [...base, "lib/index", "lib/http"],
    doors: ["lib/mfa", "lib/options", "lib/pages", "lib/locales", "lib/audit"],
  },
  // Puts somebody into a record, as no request can; gives strategies and stores what the core would.
  {
    from: ["lib/testing"],
    parts: [...base, "lib/core", "lib/http"],
    doors: ["lib/mfa", "lib/crypto", "lib/mail", "lib/store", "lib/store-kit"],
  },
  // The front door joins what `lib/mfa` puts together with the adapters that are known.
  { from: ["lib/index"], parts: ["lib/*"], doors: ["storage"] },
  // As somebody else would write it, who has nothing but the doorway.
  { from: ["examples/strategies/*"], parts: [], libraries: ["express-mfa/kit"] },
  // By its name only: no path of theirs may lead out of their own folder.
  { from: ["examples/*"], parts: [] },
  { from: ["test/package"], parts: ["test/support", "test/tools"] },
];

const root = fileURLToPath(new URL("..", import.meta.url));
const folders = ["lib", "strategies", "storage", "examples", "test/package"];

/** `lib/core/rules.ts` belongs to `lib/core`, `storage/sqlite.ts` to `storage/sqlite`, `strategies/index.ts` to `strategies`. */
function partOf(path: string): string {
  const [folder = "", name = "", inner = ""] = path.split("/");
  if (folder === "examples" && ["strategies", "stores"].includes(name)) return `${folder}/${name}/${inner}`;
  const part = name.replace(/\.\w+$/, "");
  return part === "index" && folder !== "lib" ? folder : `${folder}/${part}`;
}

function fits(pattern: string, part: string): boolean {
  return pattern.endsWith("/*") ? part.startsWith(pattern.slice(0, -1)) : part === pattern;
}

/** What is wrong with the imports of one file, in words. */
function breaches({ path, imports }: SourceFile): string[] {
  const own = partOf(path);
  const row = table.find(({ from }) => from.some((pattern) => fits(pattern, own)));
  if (row === undefined) return [`${path}: ${own} is not in the table`];
  const allowed = imports.filter(({ specifier, file }) => {
    if (file === undefined)
      return row.libraries?.some((name) => name === specifier || name === packageOf(specifier)) ?? true;
    const part = partOf(file);
    if (part === own || row.parts.some((pattern) => fits(pattern, part))) return true;
    return /\/index\.ts$/.test(file) && (row.doors ?? []).some((pattern) => fits(pattern, part));
  });
  return imports
    .filter((entry) => !allowed.includes(entry))
    .map(({ specifier }) => `${path} imports ${specifier}`);
}

/** `express-mfa/strategies` is of the package `express-mfa`, `@keyv/sqlite` of itself. */
function packageOf(specifier: string): string {
  return specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
}

describe("The import table", () => {
  const files = sourceFiles(root, folders);
  const ours = files.filter(({ path }) => /^(lib|strategies|storage)\//.test(path));

  it("finds the source", () => {
    expect(files.map(({ path }) => path)).to.include.members([
      "lib/contract/index.ts",
      "examples/net2/app.ts",
    ]);
  });

  it("is kept by every file, types included", () => {
    expect(files.flatMap(breaches)).to.deep.equal([]);
  });

  it("has no way round: no file of the package leads back to itself", () => {
    expect(findCycle(ours)).to.equal(undefined);
  });

  it("holds for packages too: what is imported is declared", () => {
    const { dependencies, peerDependencies } = JSON.parse(readFileSync(`${root}package.json`, "utf8"));
    const declared = new Set([...Object.keys(dependencies), ...Object.keys(peerDependencies)]);
    const undeclared = ours.flatMap(({ path, imports }) =>
      imports
        .filter(({ specifier, file }) => file === undefined && !specifier.startsWith("node:"))
        .filter(({ specifier }) => !declared.has(packageOf(specifier)))
        .map(({ specifier }) => `${path} imports ${specifier}`),
    );
    expect(undeclared).to.deep.equal([]);
  });

  it("shows a host no adapter's insides: what lies in storage/ is an entry of the package, what it rests on lies deeper", () => {
    const { exports } = JSON.parse(readFileSync(`${root}package.json`, "utf8"));
    const entries = Object.keys(exports).filter((entry) => entry.startsWith("./storage/"));
    const open = ours.filter(({ path }) => /^storage\/(?!index\.)[\w-]+\.ts$/.test(path));
    expect(open.map(({ path }) => `./${path.replace(".ts", "")}`).sort()).to.deep.equal(entries.sort());
  });

  it("sees a breach: an inner file of another part, a library in the core, a strategy in another", () => {
    const file = (path: string, specifier: string, target?: string): SourceFile => ({
      path,
      imports: [{ specifier, file: target }],
    });
    expect(
      breaches(file("lib/http/a.ts", "../directory/profile.js", "lib/directory/profile.ts")),
    ).to.have.length(1);
    expect(breaches(file("lib/http/a.ts", "../directory/index.js", "lib/directory/index.ts"))).to.have.length(
      0,
    );
    expect(breaches(file("lib/core/a.ts", "node:crypto"))).to.have.length(1);
    expect(breaches(file("strategies/a/b.ts", "../c/d.js", "strategies/c/d.ts"))).to.have.length(1);
    expect(breaches(file("examples/net2/a.ts", "../../lib/mfa/index.js", "lib/mfa/index.ts"))).to.have.length(
      1,
    );
    expect(breaches(file("lib/new/a.ts", "zod"))).to.have.length(1);
    const stranger = "examples/strategies/x/x.ts";
    expect(breaches(file(stranger, "express-mfa/kit"))).to.have.length(0);
    expect(breaches(file(stranger, "express-mfa"))).to.have.length(1);
    expect(breaches(file(stranger, "../y/y.js", "examples/strategies/y/y.ts"))).to.have.length(1);
  });
});

describe("readImports", () => {
  it("reads each form of import", () => {
    const text = `
      import "./a.js";
      import b, { type B } from "./b.js";
      import type {
        C,
      } from './c.js';
      export * from "./d.js";
      const e = await import("./e.js");
      type F = import("./f.js").F;
      const g = require("./g.js");`;
    expect(readImports(text)).to.deep.equal(
      ["a", "b", "c", "d", "e", "f", "g"].map((name) => `./${name}.js`),
    );
  });

  it("passes over comments, strings and templates", () => {
    const text = `
      // import "./a.js";
      /* import "./b.js"; */
      const url = "https://example.com"; import "./c.js";
      const text = 'import "./d.js"' + \`import "./e.js"\`;
      export const from = "./f.js";`;
    expect(readImports(text)).to.deep.equal(["./c.js"]);
  });
});

describe("findCycle", () => {
  const file = (path: string, ...targets: string[]): SourceFile => ({
    path,
    imports: targets.map((target) => ({ specifier: target, file: target })),
  });

  it("finds a way back over several files, and none where there is none", () => {
    expect(findCycle([file("a", "b"), file("b", "c"), file("c", "b")])).to.deep.equal(["b", "c", "b"]);
    expect(findCycle([file("a", "b", "c"), file("b", "c"), file("c")])).to.equal(undefined);
  });
});
