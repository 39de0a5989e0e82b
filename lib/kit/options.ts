import { MfaError, refuseUnknown } from "../errors/index.js";

/** Whole numbers by name, each with its range and what it is when left out. */
export type Ranges<Name extends string> = Readonly<
  Record<Name, { readonly least: number; readonly most: number; readonly otherwise: number }>
>;

/** Reads options that are whole numbers. Throws `ERR_MFA_OPTIONS`, quoting the name and what is near it. */
export function readNumbers<Name extends string>(
  where: string,
  given: Readonly<Partial<Record<Name, number | undefined>>>,
  ranges: Ranges<Name>,
): Readonly<Record<Name, number>> {
  const names = Object.keys(ranges) as Name[];
  refuseUnknown(where, given, names);
  const read = names.map((name) => {
    const { least, most, otherwise } = ranges[name];
    const value = given[name] ?? otherwise;
    if (!Number.isInteger(value) || value < least || value > most) {
      throw new MfaError("ERR_MFA_OPTIONS", {
        detail: `${where}: option "${name}" must be a whole number from ${least} to ${most}, not ${String(value)}`,
      });
    }
    return [name, value] as const;
  });
  return Object.fromEntries(read) as Record<Name, number>;
}
