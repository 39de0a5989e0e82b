import { randomBytes } from "node:crypto";
import { link, open, readFile, rm } from "node:fs/promises";
import { join } from "node:path";

/** The secret kept in `dataDir/secret`; the first start makes it, and only the owner of the file may read it. */
export async function keptSecret(dataDir: string): Promise<string> {
  const file = join(dataDir, "secret");
  const kept = (await read(file)) ?? (await make(dataDir, file)) ?? (await read(file));
  if (kept === undefined || Buffer.byteLength(kept) < 32) {
    throw new Error(`${file} does not hold a secret; put back the one that the data was sealed with`);
  }
  return kept;
}

async function read(file: string): Promise<string | undefined> {
  try {
    return (await readFile(file, "utf8")).trim();
  } catch (error) {
    if (isCode(error, "ENOENT")) return undefined;
    throw error;
  }
}

/**
 * Written under another name and linked when it is whole: a crash leaves no half a secret, and of two processes that
 * start together one wins. `undefined`: the other one did.
 */
async function make(dataDir: string, file: string): Promise<string | undefined> {
  const secret = randomBytes(32).toString("base64url");
  const draft = join(dataDir, `secret.${randomBytes(6).toString("hex")}`);
  const handle = await open(draft, "wx", 0o600);
  try {
    await handle.writeFile(`${secret}\n`);
    await handle.sync();
    await link(draft, file);
    return secret;
  } catch (error) {
    if (isCode(error, "EEXIST")) return undefined;
    throw error;
  } finally {
    await handle.close();
    await rm(draft, { force: true });
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
