/** The first key after all that start with `prefix`. */
export function pastPrefix(prefix: string): string {
  const last = prefix.codePointAt(prefix.length - 1);
  return last === undefined ? "\u{10ffff}" : prefix.slice(0, -1) + String.fromCodePoint(last + 1);
}
