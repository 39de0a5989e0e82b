/** Up to four numbers, and whatever follows them: `4`, `4.10.2`, `4.1-beta`. What follows does not count. */
const shape = /^(\d{1,9}(?:\.\d{1,9}){0,3})(?:[-+ ].*)?$/;

export function isVersion(text: string): boolean {
  return shape.test(text);
}

/** Is the version lower than that one? Number by number: 4.9 is below 4.10, and 4 is 4.0. None at all is below every one. */
export function isBelow(version: string | undefined, least: string): boolean {
  const [own, other] = [numbers(version ?? ""), numbers(least)];
  for (let at = 0; at < 4; at++) {
    const difference = (own[at] ?? 0) - (other[at] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return version === undefined;
}

function numbers(version: string): readonly number[] {
  return shape.exec(version)?.[1]?.split(".").map(Number) ?? [];
}
