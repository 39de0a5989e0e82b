import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { Keep } from "./client.js";

/** A file that only its owner may read. A phone has a keystore for this. */
export function keepIn(file: string): Keep {
  return {
    async read() {
      try {
        return (await readFile(file, "utf8")).trim() || undefined;
      } catch {
        return undefined;
      }
    },
    async write(device) {
      await mkdir(dirname(file), { recursive: true, mode: 0o700 });
      // Whole or not at all: half a token is none.
      await writeFile(`${file}.new`, `${device}\n`, { mode: 0o600 });
      await rename(`${file}.new`, file);
    },
  };
}
