import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));

/** What `npm publish` would send, made of what was built. */
export interface Tarball {
  readonly file: string;
  /** Paths of the files in it. */
  readonly packed: readonly string[];
  remove(): void;
}

export function packTarball(): Tarball {
  const folder = mkdtempSync(join(tmpdir(), "express-mfa-tarball-"));
  // No scripts: `prepack` would take `dist` away from under the tests that are running.
  const args = ["pack", "--json", "--ignore-scripts", "--pack-destination", folder];
  const [{ filename, files }] = JSON.parse(npm(args, root));
  return {
    file: join(folder, filename),
    packed: files.map(({ path }: { path: string }) => path),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** What it prints. Throws where it fails, with what it said. */
export function npm(args: readonly string[], cwd: string): string {
  return execFileSync("npm", args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}
