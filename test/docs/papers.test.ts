import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { codes, type ErrorCode } from "../../lib/errors/index.js";
import { optionNames } from "../../lib/options/read-options.js";
import { type Fenced, fencedIn, isPartOf } from "../support/fenced.js";
import { papersWithTables, withTables } from "../support/tables.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const papers = [
  "README.md",
  "CHANGELOG.md",
  "SECURITY.md",
  "CONTRIBUTING.md",
  ...["net2", "gateway", "app", "cluster"].map((name) => `examples/${name}/README.md`),
  ...readdirSync(join(root, "docs"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
];
const read = (path: string) => readFileSync(join(root, path), "utf8");

const blocks = papers.flatMap((paper) => fencedIn(paper, read(paper)));
const shown = blocks.filter(({ language }) => language !== "sh");
const whereIs = ({ paper, code }: Fenced) => `${paper}: ${code.split("\n")[0]}`;

/** Folders whose TypeScript `npm test` checks, by the tsconfig that says so. */
const checked = [
  ...JSON.parse(read("tsconfig.json")).include,
  ...["net2", "gateway", "app", "strategies", "stores"].map((name) => `examples/${name}`),
];

/** JavaScript that is shown, and the test that runs it. */
const run: Readonly<Record<string, string>> = {
  "examples/minimal/server.js": "test/docs/run.test.ts",
  "test/docs/express-mfa.config.js": "test/docs/run.test.ts",
};

/** What a reader is to type, and where it is run, by which words. In another folder, with another port or another file. */
const commands: Readonly<Record<string, readonly [test: string, words: string]>> = {
  "npm ci && npm start": ["test/support/net2.ts", "tools/start.js"],
  "npm ci && npm run test:all": [".ci/run", "npm ci </dev/null\nnpm run test:all"],
  "npm install express-mfa @keyv/sqlite@4": ["test/package/pack.test.ts", "createEmptyProject()"],
  "npm ci\nnpm start": ["test/support/net2.ts", "tools/start.js"],
  "DEMO=1 npm start                       # the server, in the root of the repository\ncd examples/app && npm start -- http://localhost:3000":
    ["test/examples/app/app.test.ts", "examples/app/main.ts"],
  'npm ci && npm run build\ncd examples/gateway\nUPSTREAM=http://127.0.0.1:8080 MFA_SECRET="$(openssl rand -base64 32)" SMTP_URL=smtp://127.0.0.1:25 npm start':
    ["test/examples/gateway/start.test.ts", "examples/gateway/server.ts"],
  "node --import=tsx --test tan-list.test.ts": ["test/docs/run.test.ts", '"--test"'],
  "node --import=tsx --test etcd.test.ts": ["test/docs/run.test.ts", '"--test"'],
};

/** As GitHub makes them of headings: lower case, spaces to hyphens, no other signs. */
const anchorsOf = (text: string) =>
  [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(" ", "-"),
  );

describe("The papers", () => {
  it("say of every error code its status, cause and cure, and of no other", () => {
    const rows = [...read("docs/errors.md").matchAll(/^\| `(ERR_MFA_\w+)` \| (\d+) \| (.+) \| (.+) \|$/gm)];
    expect(rows.map(([, code]) => code)).to.have.members(Object.keys(codes));
    for (const [, code, status] of rows) expect(Number(status), code).to.equal(codes[code as ErrorCode][0]);
  });

  it("have the tables that the source makes; npm run docs writes them", () => {
    for (const paper of papersWithTables) {
      expect(read(paper), paper).to.include("<!-- table: ");
      expect(read(paper), paper).to.equal(withTables(read(paper)));
    }
  });

  it("name every option of createMfa, and no other", () => {
    const section = read("docs/options.md").split("## `createMfa`")[1]?.split("\n## ")[0] ?? "";
    const named = [...section.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name);
    expect(named).to.have.members([...optionNames]);
  });

  it("show no code but that of a file: all of it, or lines that stand in it as they are", () => {
    expect(shown.filter(({ file }) => file === undefined).map(whereIs)).to.deep.equal([]);
    for (const block of shown) {
      const text = read(block.file ?? "");
      if (block.part) expect(isPartOf(text, block.code), whereIs(block)).to.equal(true);
      else expect(block.code, whereIs(block)).to.equal(text);
    }
  });

  it("show no file but those that are type-checked, or run", () => {
    const typed = (file: string) =>
      checked.some((folder) => file.startsWith(`${folder}/`)) && /\.tsx?$/.test(file);
    const files = [...new Set(shown.map(({ file = "" }) => file))].filter((file) => !typed(file));
    expect(files).to.have.members(Object.keys(run));
    for (const [file, test] of Object.entries(run)) expect(read(test), test).to.include(basename(file));
  });

  it("give no command but those that a test runs", () => {
    const given = blocks.filter(({ language }) => language === "sh").map(({ code }) => code.trim());
    expect([...new Set(given)]).to.have.members(Object.keys(commands));
    for (const [command, [test, words]] of Object.entries(commands))
      expect(read(test), command).to.include(words);
  });

  it("lead to files that are there", () => {
    for (const paper of papers) {
      for (const [, target = ""] of read(paper).matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)) {
        if (!/^https?:/.test(target))
          expect(existsSync(join(root, dirname(paper), target)), `${paper}: ${target}`).to.equal(true);
      }
    }
  });

  it("lead to headings that are there", () => {
    for (const paper of papers) {
      for (const [, target = "", anchor = ""] of read(paper).matchAll(/\]\(([^)#]*)#([^)]+)\)/g)) {
        if (/^https?:/.test(target)) continue;
        const there = target === "" ? paper : join(dirname(paper), target);
        expect(anchorsOf(read(there)), `${paper}: ${target}#${anchor}`).to.include(anchor);
      }
    }
  });
});
