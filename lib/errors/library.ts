import { MfaError } from "./mfa-error.js";

/**
 * A package that only some hosts need, loaded when it is.
 *
 * @param load its `import()`, written out where it is used so that bundlers see it
 * @param install what to say to npm
 * @throws `ERR_MFA_ADAPTER` with the command that installs it
 */
export async function optionalLibrary<T>(name: string, install: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (cause) {
    const missing = said(cause).includes(`'${name}'`);
    const cure = missing ? `is not installed: npm install ${install}` : `does not load: ${said(cause)}`;
    throw new MfaError("ERR_MFA_ADAPTER", { detail: `${name} ${cure}`, cause });
  }
}

/** The words of a fault, for a message. */
export function said(error: unknown): string {
  if (error instanceof AggregateError && error.message === "") return error.errors.map(said).join("; ");
  return error instanceof Error ? error.message : String(error);
}
