import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { npm } from "./tarball.js";

const hosts = fileURLToPath(new URL("hosts", import.meta.url));
const fixtures = fileURLToPath(new URL("fixtures", import.meta.url));

/** A host's project as npm makes it, with small hosts to start and sources to type-check. */
export interface InstalledProject {
  readonly folder: string;
  /** Milliseconds that npm took. */
  readonly took: number;
  /** Names of the packages that have something to run when they are installed. */
  readonly withScripts: readonly string[];
  remove(): void;
}

/** @param scripts run what the packages want to run, such as a compiler */
export function installProject(
  packages: readonly string[],
  { scripts = false }: { readonly scripts?: boolean } = {},
): InstalledProject {
  const folder = mkdtempSync(join(tmpdir(), "express-mfa-host-"));
  writeFileSync(join(folder, "package.json"), '{ "name": "host", "private": true }');
  const start = performance.now();
  npm(["install", "--no-audit", "--no-fund", ...(scripts ? [] : ["--ignore-scripts"]), ...packages], folder);
  const took = performance.now() - start;
  const lock = JSON.parse(readFileSync(join(folder, "node_modules", ".package-lock.json"), "utf8"));
  const found = Object.entries(lock.packages as Record<string, { readonly hasInstallScript?: boolean }>);
  cpSync(hosts, folder, { recursive: true });
  cpSync(fixtures, folder, { recursive: true });
  return {
    folder,
    took,
    withScripts: found.filter(([, { hasInstallScript }]) => hasInstallScript === true).map(([name]) => name),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Bytes of all files below it. */
export function sizeOf(folder: string): number {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}
