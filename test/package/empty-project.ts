import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const fixtures = fileURLToPath(new URL("fixtures", import.meta.url));

/** What a host brings itself. */
const ofTheHost = ["express", "@types/express", "@types/node"];

export interface EmptyProject {
  readonly folder: string;
  /** Paths of the files in the tarball. */
  readonly packed: readonly string[];
  remove(): void;
}

/**
 * A project in an empty folder, with the packed tarball unpacked where npm would put it. Beside it stands what its
 * `package.json` declares and nothing else: links to what the checkout has installed, so that neither the network nor a
 * compiler is needed, and an undeclared import fails.
 */
export function createEmptyProject(): EmptyProject {
  const folder = mkdtempSync(join(tmpdir(), "express-mfa-package-"));
  // No scripts: `prepack` would take `dist` away from under the tests that are running.
  const pack = ["pack", "--json", "--ignore-scripts", "--pack-destination", folder];
  const [{ filename, files }] = JSON.parse(npm(pack));
  const installed = join(folder, "node_modules", "express-mfa");
  mkdirSync(installed, { recursive: true });
  execFileSync("tar", ["-xzf", join(folder, filename), "-C", installed, "--strip-components=1"]);

  const { dependencies, peerDependencies } = JSON.parse(
    readFileSync(join(installed, "package.json"), "utf8"),
  );
  for (const name of [...Object.keys({ ...dependencies, ...peerDependencies }), ...ofTheHost]) {
    const link = join(folder, "node_modules", name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(root, "node_modules", name), link);
  }
  cpSync(fixtures, folder, { recursive: true });
  return {
    folder,
    packed: files.map(({ path }: { path: string }) => path),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function npm(args: readonly string[]): string {
  return execFileSync("npm", args, { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
}
