import type { OperatorDirectory } from "../contract/index.js";
import { second } from "../core/numbers.js";
import type { RoleOf } from "../directory/index.js";
import { MfaError, refuseUnknown } from "../errors/index.js";
import type { MfaOptions } from "./options.js";

/** The option `directory`, read once. */
export interface DirectoryOption {
  readonly host: OperatorDirectory;
  readonly roleOf: RoleOf;
  /** Milliseconds. */
  readonly maxAge: number;
}

/** Throws `ERR_MFA_OPTIONS`. */
export function readDirectory(option: MfaOptions["directory"]): DirectoryOption | undefined {
  if (option === undefined) return undefined;
  refuseUnknown("createMfa, directory", option, ["operators", "roles", "maxAge"]);
  const { operators, roles = {}, maxAge = 0 } = option;
  for (const method of ["findById", "findByUsername"] as const)
    if (typeof operators?.[method] !== "function") throw wrong("operators", `lacks ${method}`);
  if (operators.update !== undefined && typeof operators.update !== "function")
    throw wrong("operators", "has an update that is no function");
  if (!Number.isFinite(maxAge) || maxAge < 0 || maxAge > 60)
    throw wrong("maxAge", "must be seconds from 0 to 60");
  return { host: operators, roleOf: readRoles(roles), maxAge: maxAge * second };
}

function readRoles(roles: NonNullable<NonNullable<MfaOptions["directory"]>["roles"]>): RoleOf {
  if (typeof roles === "function") return (operator) => roles(operator) ?? "operator";
  for (const [name, role] of Object.entries(roles))
    if (role !== "engineer" && role !== "operator")
      throw wrong(
        "roles",
        `says that ${JSON.stringify(name)} is ${JSON.stringify(role)}; it can be engineer or operator`,
      );
  const known = new Map(Object.entries(roles));
  return ({ role }) => known.get(role ?? "") ?? "operator";
}

function wrong(name: string, detail: string): MfaError {
  return new MfaError("ERR_MFA_OPTIONS", { detail: `option "directory.${name}" ${detail}` });
}
