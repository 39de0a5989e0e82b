import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";
import { optionalLibrary } from "../../lib/kit/index.js";

const install = "@simplewebauthn/server@14 @simplewebauthn/browser@14";

export type Library = typeof import("@simplewebauthn/server");

/** What checks what a passkey has signed. Throws `ERR_MFA_ADAPTER` with the command that installs it. */
export function loadLibrary(): Promise<Library> {
  return optionalLibrary("@simplewebauthn/server", install, () => import("@simplewebauthn/server"));
}

/** The part of it that runs in browsers, and what ties it to our forms: one module. */
export async function loadScript(): Promise<string> {
  const main = await optionalLibrary("@simplewebauthn/browser", install, async () =>
    createRequire(import.meta.url).resolve("@simplewebauthn/browser"),
  );
  const bundle = new URL("../dist/bundle/index.umd.min.js", pathToFileURL(main));
  const own = fileURLToPath(new URL("./script.js", import.meta.url));
  return `${readFileSync(bundle, "utf8")}\n${readFileSync(own, "utf8")}`;
}
