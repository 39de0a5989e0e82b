/** Of what an owner calls a credential, in code points. */
export const longestName = 60;

/** What breaks a line, steers a terminal, or turns the direction of a text. */
const control = /[\p{C}\p{Zl}\p{Zp}]/u;

/** Letters and signs that show nothing: fillers of Hangul, an empty cell of Braille. */
const blank = /[\p{Default_Ignorable_Code_Point}\u2800]/gu;

/** May somebody type this as a name? It has nothing in it that is not seen, and something that is. */
export function isName(text: string): boolean {
  return !control.test(text) && /[\p{L}\p{N}\p{P}\p{S}]/u.test(text.replace(blank, ""));
}

/**
 * A name as it is kept, in one form of each letter, so that what looks the same is the same; `undefined` where nothing is to be
 * seen of it.
 */
export function cleanName(text: string): string | undefined {
  const spaced = text.toWellFormed().replace(new RegExp(control, "gu"), " ").replace(/\s+/g, " ");
  const name = [...spaced.trim().normalize("NFC")].slice(0, longestName).join("").trim();
  return isName(name) ? name : undefined;
}
