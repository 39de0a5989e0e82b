import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { MfaError } from "../errors/index.js";
import type { MfaOptions } from "../options/index.js";

const usual = ["express-mfa.config.js", "express-mfa.config.mjs", "express-mfa.config.ts"];

/**
 * The options of the server, from the same file: its default export, or a function that gives them.
 *
 * @throws `ERR_MFA_OPTIONS`, with what to do
 */
export async function readConfig(given: string | undefined): Promise<MfaOptions> {
  const file = given ?? usual.find((name) => existsSync(name));
  if (file === undefined || !existsSync(file)) {
    const wanted = given ?? usual.join(" or ");
    throw wrong(
      `there is no ${wanted} in ${process.cwd()}: put the options that you give to createMfa there, as its default export, or say where they are by --config`,
    );
  }
  const path = resolve(file);
  let loaded: { readonly default?: unknown };
  try {
    loaded = await import(pathToFileURL(path).href);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === "ERR_UNKNOWN_FILE_EXTENSION")
      throw wrong(
        `this Node does not read TypeScript: run it as node --import=tsx, or with Node 22.18 or later`,
      );
    throw wrong(`${path} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
  const options = typeof loaded.default === "function" ? await loaded.default() : loaded.default;
  if (typeof options !== "object" || options === null)
    throw wrong(`${path} has no options as its default export`);
  return options as MfaOptions;
}

function wrong(detail: string): MfaError {
  return new MfaError("ERR_MFA_OPTIONS", { detail });
}
