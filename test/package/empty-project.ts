import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { root, type Tarball } from "./tarball.js";

const fixtures = fileURLToPath(new URL("fixtures", import.meta.url));

/** What a host brings itself. */
const ofTheHost = ["express", "@types/express", "@types/node"];

export interface EmptyProject {
  readonly folder: string;
  remove(): void;
}

/**
 * A project in an empty folder, with the packed tarball unpacked where npm would put it. Beside it stands what its
 * `package.json` declares and nothing else: links to what the checkout has installed, so that an undeclared import fails,
 * which a real install might hide.
 */
export function createEmptyProject({ file }: Tarball): EmptyProject {
  const folder = mkdtempSync(join(tmpdir(), "express-mfa-package-"));
  const installed = join(folder, "node_modules", "express-mfa");
  mkdirSync(installed, { recursive: true });
  execFileSync("tar", ["-xzf", file, "-C", installed, "--strip-components=1"]);

  const { dependencies, peerDependencies } = JSON.parse(
    readFileSync(join(installed, "package.json"), "utf8"),
  );
  for (const name of [...Object.keys({ ...dependencies, ...peerDependencies }), ...ofTheHost]) {
    const link = join(folder, "node_modules", name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(root, "node_modules", name), link);
  }
  cpSync(fixtures, folder, { recursive: true });
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
