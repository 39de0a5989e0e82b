// Keyv 6 with its adapters and the Node that they need, in a folder of their own: what they are tested with.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const keyv6Folder = fileURLToPath(new URL("../storage/keyv6", import.meta.url));

/** The newer Node. */
export const node24 = join(keyv6Folder, "node_modules/node/bin/node");

export function hasKeyv6() {
  return existsSync(node24) && existsSync(join(keyv6Folder, "node_modules/keyv"));
}

/** `npm run test:all`. Of the install scripts only that which brings Node is run: another would compile an SQLite that is not used. */
export function installKeyv6() {
  if (hasKeyv6()) return;
  const npm = (...args) =>
    spawnSync("npm", args, { cwd: keyv6Folder, stdio: ["ignore", "inherit", "inherit"], timeout: 600_000 })
      .status === 0;
  if (!npm("ci", "--ignore-scripts") || !npm("rebuild", "node")) {
    console.log("Could not install Keyv 6 and Node 24: npm failed");
  }
}
