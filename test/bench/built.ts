import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
const servers = join(root, "test/output/servers/bench");
let isBuilt = false;

/**
 * A server as JavaScript, made at the first call: it runs as a host's does, without the loader of the tests, which would hold
 * the text of every module and be part of what is measured.
 */
export function built(file: string): string {
  if (!isBuilt) {
    const tsc = join(root, "node_modules/typescript/bin/tsc");
    const { status } = spawnSync(process.execPath, [tsc, "-p", join(root, "test/bench/servers")], {
      stdio: "inherit",
    });
    if (status !== 0) throw new Error("the servers of the benchmarks cannot be compiled");
    isBuilt = true;
  }
  return join(servers, file.replace(/\.ts$/, ".js"));
}
