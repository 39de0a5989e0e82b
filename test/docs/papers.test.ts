import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { policyNames } from "../../lib/core/policy.js";
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
const isCode = ({ language }: Fenced) => ["js", "jsx", "mjs", "ts", "tsx", "mts", ""].includes(language);
const shown = blocks.filter(isCode);
const whereIs = ({ paper, code }: Fenced) => `${paper}: ${code.split("\n")[0]}`;

/** Folders whose TypeScript `npm test` checks, by the tsconfig that says so. */
const checked = [
  ...JSON.parse(read("tsconfig.json")).include,
  ...["net2", "gateway", "app", "cluster", "strategies", "stores"].map((name) => `examples/${name}`),
];

/** JavaScript that is shown, and the test that runs it. */
const run: Readonly<Record<string, string>> = {
  "examples/minimal/server.js": "test/docs/run.test.ts",
  "test/docs/express-mfa.config.js": "test/docs/run.test.ts",
};

/** What is no TypeScript or JavaScript, by its paper and first line: the test that runs it, by which words; or why none does. */
const others: Readonly<Record<string, readonly [test: string, words: string] | string>> = {
  "README.md: npm ci && npm start": ["test/support/net2.ts", "tools/start.js"],
  "README.md: npm ci && npm run test:all": [".ci/run", "npm ci </dev/null\nnpm run test:all"],
  "README.md: npm install express-mfa @keyv/sqlite@4": ["test/cli/init/init.test.ts", "init"],
  "docs/deployment.md: [Unit]": "a unit of systemd, which containers lack",
  "docs/deployment.md: upstream net2 {": "a setting of nginx, tried by hand",
  "docs/deployment.md: umask 077": ["test/docs/deployment.test.ts", ".backup"],
  "docs/deployment.md: cd /srv/net2/data": ["test/docs/deployment.test.ts", "rm -f net2-mfa.sqlite-wal"],
  "docs/deployment.md: maxmemory 2gb": ["test/docs/deployment.test.ts", "```conf"],
  "docs/deployment.md: cp /backup/mfa.rdb /var/lib/redis/dump.rdb": "tried by hand, on a server of its own",
  "docs/deployment.md: CREATE ROLE mfa LOGIN PASSWORD 'a-long-password';": "tried by hand",
  'docs/deployment.md: pg_dump "$URL" --format=custom --table=keyv --file=/backup/mfa.dump': "tried by hand",
  "docs/ten-million.md: CREATE TABLE mfa (key VARCHAR(255) PRIMARY KEY, value TEXT) PARTITION BY HASH (key);":
    "tried by hand",
  "docs/writing-a-store.md: node --import=tsx --test etcd.test.ts": ["test/docs/run.test.ts", '"--test"'],
  "docs/writing-a-strategy.md: node --import=tsx --test tan-list.test.ts": [
    "test/docs/run.test.ts",
    '"--test"',
  ],
  "examples/app/README.md: DEMO=1 npm start                       # the server, in the root of the repository":
    ["test/examples/app/app.test.ts", "examples/app/main.ts"],
  "examples/cluster/README.md: npm ci && npm run build": ["test/examples/cluster/start.test.ts", "SIGKILL"],
  "examples/cluster/README.md: kill -HUP <the number that it prints>     # all workers, one by one, with no request failed":
    ["test/examples/cluster/cluster.ts", "SIGHUP"],
  "examples/gateway/README.md: npm ci && npm run build": [
    "test/examples/gateway/start.test.ts",
    "examples/gateway/server.ts",
  ],
  "examples/net2/README.md: npm ci": ["test/support/net2.ts", "tools/start.js"],
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

  it("name every option of createMfa and every part of the policy, and no other", () => {
    const named = (heading: string) => {
      const section = read("docs/options.md").split(`## ${heading}\n`)[1]?.split("\n## ")[0] ?? "";
      return [...section.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name);
    };
    expect(named("`createMfa`")).to.have.members([...optionNames]);
    expect(named("The policy")).to.have.members([...policyNames]);
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

  it("give no command and no setting but those that a test runs, and those of a short list that says why none does", () => {
    const given = blocks.filter((block) => !isCode(block)).map(whereIs);
    expect(given).to.have.members(Object.keys(others));
    for (const [where, by] of Object.entries(others))
      if (typeof by !== "string") expect(read(by[0]), where).to.include(by[1]);
  });

  it("say of each threat and each requirement which test shows it, and of no test that is not there", () => {
    const paper = read("docs/security.md");
    for (const heading of ["What it holds against", "What it is held to"]) {
      const section = paper.split(`## ${heading}\n`)[1]?.split("\n## ")[0] ?? "";
      const rows = [...section.matchAll(/^\| .+ \|$/gm)].map(([row]) => row).slice(2);
      expect(rows, heading).to.have.length.above(12);
      for (const row of rows) expect(row).to.match(/ `test\/[\w/-]+\.test\.ts` \|$/);
    }
    for (const [file] of paper.matchAll(/test\/[\w/.-]+\.tsx?\b/g))
      expect(existsSync(join(root, file)), file).to.equal(true);
  });

  it("say of every folder of lib, strategies and storage what is in it, and of no other", () => {
    const rows = read("CONTRIBUTING.md")
      .split("\n")
      .filter((line) => /^\| `(lib|storage|strategies|test)\//.test(line));
    const named = rows.flatMap((row) =>
      [...(row.split("|")[1] ?? "").matchAll(/`([^`]+)`/g)].map(([, name]) => name),
    );
    const folders = readdirSync(join(root, "lib"), { withFileTypes: true }).filter((entry) =>
      entry.isDirectory(),
    );
    expect(named).to.have.members([
      ...folders.map(({ name }) => `lib/${name}`),
      ...["storage/", "strategies/", "test/"],
    ]);
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
