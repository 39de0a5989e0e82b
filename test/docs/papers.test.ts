import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { codes, type ErrorCode } from "../../lib/errors/index.js";
import { optionNames } from "../../lib/options/read-options.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const papers = [
  "README.md",
  "CHANGELOG.md",
  "SECURITY.md",
  "CONTRIBUTING.md",
  "examples/net2/README.md",
  "examples/gateway/README.md",
  "examples/cluster/README.md",
  ...readdirSync(join(root, "docs"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
];
const read = (path: string) => readFileSync(join(root, path), "utf8");

describe("The papers", () => {
  it("say of every error code its status, cause and cure, and of no other", () => {
    const rows = [...read("docs/errors.md").matchAll(/^\| `(ERR_MFA_\w+)` \| (\d+) \| (.+) \| (.+) \|$/gm)];
    expect(rows.map(([, code]) => code)).to.have.members(Object.keys(codes));
    for (const [, code, status] of rows) expect(Number(status), code).to.equal(codes[code as ErrorCode][0]);
  });

  it("name every option of createMfa, and no other", () => {
    const section = read("docs/options.md").split("## `createMfa`")[1]?.split("\n## ")[0] ?? "";
    const named = [...section.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name);
    expect(named).to.have.members([...optionNames]);
  });

  it("show code that is the code of a file", () => {
    const shown = papers.flatMap((paper) => [
      ...read(paper).matchAll(/<!-- (\S+) -->\n```\w+\n([\s\S]*?)```/g),
    ]);
    expect(shown.map(([, path]) => path)).to.have.members([
      "examples/minimal/server.js",
      "test/docs/printed-list.ts",
      "test/docs/own-sign-in.tsx",
      "test/docs/own-templates.ts",
      "test/docs/own-words.ts",
      "test/docs/mounting/app-client.ts",
      "test/docs/mounting/openapi.ts",
      "test/docs/mounting/step-up.ts",
      "test/docs/mounting/live.ts",
      "test/docs/mounting/services.ts",
      "test/docs/mounting/host-login.ts",
      "test/docs/mounting/own-people.ts",
      "examples/gateway/server.ts",
      "test/docs/mounting/neighbours.ts",
      "test/docs/mounting/own-tests.ts",
    ]);
    for (const [, path = "", code] of shown) expect(code).to.equal(read(path));
  });

  it("lead to files that are there", () => {
    for (const paper of papers) {
      for (const [, target = ""] of read(paper).matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)) {
        if (!/^https?:/.test(target))
          expect(existsSync(join(root, dirname(paper), target)), `${paper}: ${target}`).to.equal(true);
      }
    }
  });
});
