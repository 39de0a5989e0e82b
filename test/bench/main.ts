import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { measureBesideArgon2 } from "./beside-argon2.js";
import { cores } from "./contestants.js";
import { measureMemory } from "./memory.js";
import { measureProtected } from "./protected.js";
import { inWords, isMet, type Result } from "./result.js";
import { measureStartUp } from "./start-up.js";
import { measureTrips } from "./trips.js";
import { write } from "./write.js";

// `npm run bench`, with `--write` into docs/performance.md. Further words: only these parts. Fails when a target is missed.

const parts: Readonly<Record<string, (folder: string) => Promise<Result>>> = {
  protected: measureProtected,
  "beside-argon2": measureBesideArgon2,
  trips: measureTrips,
  memory: measureMemory,
  "start-up": measureStartUp,
};

const asked = process.argv.slice(2).filter((word) => word !== "--write");
const unknown = asked.filter((name) => !(name in parts));
if (unknown.length > 0)
  throw new Error(`unknown: ${unknown.join(", ")}; there are ${Object.keys(parts).join(", ")}`);

installPeer();
if (cores !== undefined) spawnSync("taskset", ["-acp", cores.load, String(process.pid)]);
const folder = await mkdtemp(join(tmpdir(), "express-mfa-bench-"));
const results: Result[] = [];
try {
  for (const [name, measure] of Object.entries(parts)) {
    if (asked.length > 0 && !asked.includes(name)) continue;
    const result = await measure(folder);
    results.push(result);
    console.log(`\n${result.title}: ${result.columns.join(", ")}`);
    for (const row of result.rows) console.log(`  ${row.name.padEnd(46)} ${row.cells.join("  ")}`);
  }
  if (process.argv.includes("--write")) await write({ name: "bench", command: "npm run bench", results });
} finally {
  await rm(folder, { recursive: true, force: true });
}
const targets = results.flatMap((result) => result.targets);
console.log(`\n${targets.map(inWords).join("\n")}`);
process.exitCode = targets.every(isMet) ? 0 : 1;

/** What only better-auth needs is in a package of its own, beside its server. */
function installPeer(): void {
  const cwd = fileURLToPath(new URL("better-auth/", import.meta.url));
  if (existsSync(join(cwd, "node_modules"))) return;
  console.log("Installing better-auth, which builds better-sqlite3 …");
  const { status } = spawnSync("npm", ["ci"], { cwd, stdio: "inherit" });
  if (status !== 0) throw new Error("better-auth could not be installed");
}
