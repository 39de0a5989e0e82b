import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const dist = new URL("../../dist/", import.meta.url);
const main = fileURLToPath(new URL("lib/cli/main.js", dist));

export interface Ran {
  readonly exit: number | null;
  readonly out: string;
  readonly err: string;
}

/** The command line as it is packed, in a folder of its own with the server's options and its database. */
export function createTool(smtp: string, url = "https://net2.example.com/mfa") {
  const folder = mkdtempSync(join(tmpdir(), "express-mfa-cli-"));
  const database = join(folder, "mfa.sqlite");
  const tool = {
    folder,
    database,
    url,
    secrets: [randomBytes(32).toString("base64")],
    /** What the server and the tool share. */
    configure(more = "") {
      const module = (name: string) => JSON.stringify(new URL(name, dist).href);
      writeFileSync(
        join(folder, "express-mfa.config.js"),
        `import { sqlite } from ${module("storage/sqlite.js")};
         import { emailOtp, password, recoveryCode, totp } from ${module("strategies/index.js")};
         export default {
           issuer: "Net2",
           url: ${JSON.stringify(url)},
           secret: ${JSON.stringify(tool.secrets)},
           storage: sqlite(${JSON.stringify(database)}),
           mail: { smtp: ${JSON.stringify(smtp)}, from: "Net2 <net2@net2.example>" },
           strategies: [password(), emailOtp(), totp(), recoveryCode()],
           probes: { internet: false },
           ${more}
         };`,
      );
    },
    start: (...args: string[]): ChildProcess =>
      spawn(process.execPath, [main, ...args], { cwd: folder, stdio: ["ignore", "pipe", "pipe"] }),
    async run(...args: string[]): Promise<Ran> {
      const child = tool.start(...args);
      let [out, err] = ["", ""];
      child.stdout?.on("data", (data) => {
        out += data;
      });
      child.stderr?.on("data", (data) => {
        err += data;
      });
      const [exit] = (await once(child, "close")) as [number | null];
      return { exit, out, err };
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  tool.configure();
  return tool;
}
