import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { root } from "../../package/tarball.js";

const main = fileURLToPath(new URL("../../../dist/lib/cli/main.js", import.meta.url));
const tsc = join(root, "node_modules", "typescript", "bin", "tsc");

/** A host's project in a folder of its own, with what it and we need linked from the checkout. */
export function makeProject(files: Readonly<Record<string, string>>) {
  const folder = mkdtempSync(join(tmpdir(), "express-mfa-init-"));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const linked = ["express", "@types/express", "@types/node", "@keyv/sqlite", "tsx"];
  for (const name of linked) link(name, join(root, "node_modules", name));
  link("express-mfa", root);

  function link(name: string, target: string): void {
    const at = join(folder, "node_modules", name);
    mkdirSync(dirname(at), { recursive: true });
    symlinkSync(target, at);
  }

  return {
    folder,
    has: (name: string) => existsSync(join(folder, name)),
    read: (name: string) => readFileSync(join(folder, name), "utf8"),
    write: (name: string, text: string) => writeFileSync(join(folder, name), text),
    init: (...args: string[]) =>
      spawnSync(process.execPath, [main, "init", ...args], { cwd: folder, encoding: "utf8", input: "" }),
    git: (...args: string[]) => spawnSync("git", args, { cwd: folder, encoding: "utf8" }),
    /** As a person does, at a terminal: `script` makes one. Each answer goes out when its question has come. */
    async type(answers: readonly (readonly [question: RegExp, answer: string])[], ...args: string[]) {
      const command = [process.execPath, main, "init", ...args].map((word) => `'${word}'`).join(" ");
      const child = spawn("script", ["--quiet", "--return", "--command", command, "/dev/null"], {
        cwd: folder,
      });
      const waiting = [...answers];
      let output = "";
      let seen = 0;
      child.stdout.on("data", (data) => {
        output += data;
        const [next] = waiting;
        if (next === undefined || !next[0].test(output.slice(seen))) return;
        seen = output.length;
        waiting.shift();
        child.stdin.write(next[1]);
      });
      const [exit] = (await once(child, "close")) as [number | null];
      return { exit, output };
    },
    build: () => spawnSync(process.execPath, [tsc], { cwd: folder, encoding: "utf8" }),
    async start(args: readonly string[], port: number): Promise<ChildProcess> {
      const env = { ...process.env, PORT: String(port) };
      const child = spawn(process.execPath, args, { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] });
      let said = "";
      child.stderr.on("data", (data) => {
        said += data;
      });
      const ended = once(child, "exit").then(() => Promise.reject(new Error(`the host ended: ${said}`)));
      ended.catch(() => {});
      await Promise.race([untilSaid(child, "listening"), ended]);
      return child;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export type HostProject = ReturnType<typeof makeProject>;

function untilSaid(child: ChildProcess, word: string): Promise<void> {
  return new Promise((resolve) => {
    child.stdout?.on("data", (data) => {
      if (String(data).includes(word)) resolve();
    });
  });
}
