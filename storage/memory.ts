import type { Backend } from "../lib/contract/index.js";
import { memoryBackend } from "./keyv/memory.js";

/** In this process only, and gone with it: for tests and trials. */
export function memory(): Backend {
  return memoryBackend({ store: new Map<string, string>(), namespace: "mfa" });
}
