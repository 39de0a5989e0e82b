import { z } from "zod";
import type { HostOperator, Role } from "../contract/index.js";
import { MfaError } from "../errors/index.js";
import { readProfile } from "./profile.js";

/** A row of the host's own table, as far as it concerns us. */
export interface HostPerson {
  readonly hostId: string;
  readonly username: string;
  readonly name?: string;
  readonly email?: string;
  readonly language?: string;
  readonly role: Role;
  readonly enabled: boolean;
  readonly existing: Readonly<Record<string, string | undefined>>;
}

/** What a role of the host's is here; `operator` where it says nothing. */
export type RoleOf = (operator: HostOperator) => Role;

const row = z.object({
  id: z.union([z.string().min(1).max(128), z.int()]),
  username: z.string(),
  name: z.string().nullish(),
  email: z.string().nullish(),
  language: z.string().nullish(),
  role: z.string().nullish(),
  enabled: z.boolean().default(true),
  existing: z.record(z.string(), z.string().optional()).default({}),
});

/** Throws `ERR_MFA_STORAGE` for what is no row: nobody gets in by what cannot be read. */
export function readHostOperator(given: HostOperator, roleOf: RoleOf): HostPerson {
  const parsed = row.safeParse(given);
  if (!parsed.success) throw unreadable(z.prettifyError(parsed.error));
  const { id, username, name, email, language, enabled, existing } = parsed.data;
  return {
    hostId: String(id),
    username: fitting("username", username) ?? rejectName(),
    ...optional("name", name),
    ...optional("email", email),
    ...optional("language", language),
    role: roleOf(given) === "engineer" && enabled ? "engineer" : "operator",
    enabled,
    existing,
  };
}

function optional(member: "name" | "email" | "language", value: string | null | undefined) {
  const fit = value === null || value === undefined ? undefined : fitting(member, value);
  return fit === undefined ? {} : { [member]: fit };
}

/** The member as we would take it from anybody, or nothing. */
function fitting(member: "username" | "name" | "email" | "language", value: string): string | undefined {
  try {
    return readProfile({ username: "x", [member]: value })[member];
  } catch {
    return undefined;
  }
}

function rejectName(): never {
  throw unreadable("its user name is empty, too long, or has control characters");
}

function unreadable(why: string): MfaError {
  return new MfaError("ERR_MFA_STORAGE", {
    detail: `a row of the option "directory" cannot be read: ${why}`,
  });
}
