import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { npm, root } from "./tarball.js";

/** What hosts run, by major version. */
export const majors = [20, 22, 24, 26] as const;

/** The program of that version: the one that runs this, or the npm package `node`, kept for the next run. */
export function nodeOf(major: number): string {
  if (process.versions.node.startsWith(`${major}.`)) return process.execPath;
  const folder = join(root, "node_modules", ".cache", "express-mfa", `node-${major}`);
  const program = join(folder, "node_modules", "node", "bin", "node");
  if (!existsSync(program)) {
    mkdirSync(folder, { recursive: true });
    npm(["install", "--prefix", folder, "--no-audit", "--no-fund", `node@${major}`], folder);
  }
  return program;
}
