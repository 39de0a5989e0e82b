import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { expect } from "chai";

const root = fileURLToPath(new URL("../..", import.meta.url));
const { resolve } = createRequire(import.meta.url);
const tsx = pathToFileURL(resolve("tsx")).href;
const own = ["storage", "lib/contract", "lib/errors", "lib/store-kit", "package.json"];

describe("sqlite, where @keyv/sqlite is not installed", () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "express-mfa-bare-"));
    for (const path of own) cpSync(join(root, path), join(folder, path), { recursive: true });
  });
  after(() => rmSync(folder, { recursive: true }));

  const open = () => {
    const code = `
      import { sqlite } from "./storage/sqlite.js";
      await sqlite("x.sqlite").open().catch(({ code, message }) => console.log(JSON.stringify({ code, message })));`;
    writeFileSync(join(folder, "open.ts"), code);
    const args = ["--import", tsx, "open.ts"];
    const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8" });
    expect(stderr).to.equal("");
    return JSON.parse(stdout);
  };

  it("says at open how to install it", () => {
    expect(open()).to.deep.equal({
      code: "ERR_MFA_ADAPTER",
      message: "@keyv/sqlite is not installed: npm install @keyv/sqlite@4",
    });
  });

  it("says what else is wrong with one that is there and does not load", () => {
    const library = join(folder, "node_modules/@keyv/sqlite");
    cpSync(dirname(resolve("@keyv/sqlite")), join(library, "dist"), {
      recursive: true,
    });
    writeFileSync(
      join(library, "package.json"),
      JSON.stringify({ name: "@keyv/sqlite", type: "module", exports: "./dist/index.js" }),
    );
    const { code, message } = open();
    expect(code).to.equal("ERR_MFA_ADAPTER");
    expect(message).to.include("does not load").and.not.include("npm install");
  });
});
