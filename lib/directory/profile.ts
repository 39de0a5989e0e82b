import { z } from "zod";
import type { Role } from "../contract/index.js";
import { MfaError } from "../errors/index.js";

/** What is known of a person when they are added. */
export interface Profile {
  /** 1 to 64 characters, no control characters; case and width do not tell two names apart. */
  readonly username: string;
  /** At most 100 characters. */
  readonly name?: string | undefined;
  /** Where codes by e-mail go. */
  readonly email?: string | undefined;
  /** BCP 47 tag; default: what the browser says. */
  readonly language?: string | undefined;
  /** Default `"operator"`. */
  readonly role?: Role | undefined;
}

const line = (longest: number) =>
  z
    .string("missing")
    .trim()
    .min(1, "missing")
    .max(longest, "long")
    .refine((text) => text.isWellFormed() && !/\p{Cc}/u.test(text), "characters");

const profile = z.strictObject({
  username: line(64),
  name: line(100).optional(),
  email: z.email("address").max(254, "long").optional(),
  language: line(35).optional(),
  role: z.enum(["operator", "engineer"], "choice").optional(),
});

/** Throws `ERR_MFA_INPUT` with the id of a sentence by field: `errors` of the locales. */
export function readProfile(input: Profile): Profile {
  const parsed = profile.safeParse(input);
  if (parsed.success) return parsed.data;
  const errors = Object.fromEntries(
    parsed.error.issues.map(({ path, message }) => [String(path[0] ?? "operator"), message] as const),
  );
  const detail = Object.entries(errors).map(([field, message]) => `${field}: ${message}`);
  throw new MfaError("ERR_MFA_INPUT", { detail: detail.join("; "), errors });
}

/** The form of a name under which it is claimed, so that two names that look alike to people are one. */
export function canonicalName(username: string): string {
  return username.normalize("NFKC").trim().toLowerCase().normalize("NFKC");
}
