/** The parts of the router that a host may mount elsewhere, and the path below our own mount that each has otherwise. */
export const parts = {
  setup: "/setup",
  invitation: "/invitation",
  card: "/card",
  qr: "/card",
  settings: "/settings",
  operators: "/operators",
  audit: "/audit",
} as const;

export type PartName = keyof typeof parts;
export const partNames = Object.keys(parts) as readonly PartName[];

export function eachPart<T>(make: (name: PartName) => T): Readonly<Record<PartName, T>> {
  return Object.fromEntries(partNames.map((name) => [name, make(name)])) as Record<PartName, T>;
}

/** Absolute paths on this origin, without a slash at the end: `{ card: "/me" }`. */
export type Paths = Readonly<Partial<Record<PartName, string>>>;

/** `/card/totp.png` */
const picture = /^\/card\/[^/]+\.(svg|png)$/;

/** The part that a path below the mount belongs to. */
export function partOf(path: string): PartName | undefined {
  if (picture.test(path)) return "qr";
  return partNames.find((name) => new RegExp(`^${parts[name]}([/.?#]|$)`).test(path));
}

/** A path below the mount, within its part: `/card/password` is `/password`. */
export function within(part: PartName, path: string): string {
  return path.slice(parts[part].length) || "/";
}

/** Where the host has put it; nothing where it is below our own mount. */
export function movedTo(paths: Paths, path: string): string | undefined {
  const part = partOf(path);
  const base = part && paths[part];
  return part === undefined || base === undefined ? undefined : base + path.slice(parts[part].length);
}
