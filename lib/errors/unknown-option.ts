import { MfaError } from "./mfa-error.js";

/**
 * Refuses names that are not known, with the one that was probably meant: a misspelt option that is ignored is a default
 * that nobody chose.
 *
 * @param where what the options are of, for the message: `createMfa`
 */
export function refuseUnknown(where: string, given: unknown, known: readonly string[]): void {
  if (typeof given !== "object" || given === null || Array.isArray(given)) {
    throw new MfaError("ERR_MFA_OPTIONS", { detail: `${where}: the options must be an object` });
  }
  for (const name of Object.keys(given)) {
    if (known.includes(name)) continue;
    const near = nearest(name, known);
    const all = known.length === 0 ? "there are none" : `known are ${known.join(", ")}`;
    const hint = near === undefined ? all : `did you mean "${near}"?`;
    throw new MfaError("ERR_MFA_OPTIONS", { detail: `${where}: unknown option "${name}"; ${hint}` });
  }
}

function nearest(name: string, known: readonly string[]): string | undefined {
  const [best] = known
    .map((candidate) => ({ candidate, far: distance(name.toLowerCase(), candidate.toLowerCase()) }))
    .sort((a, b) => a.far - b.far);
  return best !== undefined && best.far <= Math.max(2, name.length / 3) ? best.candidate : undefined;
}

/** Levenshtein's. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j += 1) {
      const change = (row[j] ?? 0) + Number(letter !== b[j]);
      next.push(Math.min(change, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
