import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { MfaOptions } from "../../lib/index.js";
import { sqlite } from "../../storage/sqlite.js";
import { type Host, startHost } from "./harness.js";
import type { TestClock } from "./test-clock.js";

/** Time as it is: what one process may not have seen of another is a matter of real seconds. */
const realClock: TestClock = {
  now: Date.now,
  advance() {
    throw new Error("This clock goes by itself");
  },
};

export interface TwoHosts {
  readonly here: Host;
  readonly there: Host;
  close(): Promise<void>;
}

/** Two hosts with one database and one secret, as two processes have them: each holds what it has read for itself. */
export async function startTwoHosts(more: Partial<MfaOptions> = {}): Promise<TwoHosts> {
  const folder = await mkdtemp(join(tmpdir(), "express-mfa-two-"));
  const options = { secret: randomBytes(32).toString("base64"), ...more };
  const start = () => startHost({ storage: sqlite(join(folder, "mfa.sqlite")), clock: realClock, options });
  const [here, there] = [await start(), await start()];
  return {
    here,
    there,
    async close() {
      await Promise.all([here.close(), there.close()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
