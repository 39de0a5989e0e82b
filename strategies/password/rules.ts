import { fillIn, type Services } from "../../lib/kit/index.js";

/** NIST 63B-4 §3.1.1.2: where it is the only factor. */
const aloneLength = 15;
const mostLength = 1024;

/** Why this cannot be a password, in a sentence; nothing where it can. No rules about kinds of characters (ASVS 6.2.5). */
export async function refusal(
  password: string,
  services: Services,
  minLength: number,
): Promise<string | undefined> {
  const { words } = services;
  const least = services.alone ? Math.max(aloneLength, minLength) : minLength;
  const length = [...password].length;
  if (length < least) return fillIn(words.tooShort ?? "", { least: String(least) });
  if (length > mostLength) return fillIn(words.tooLong ?? "", { most: String(mostLength) });
  if (!password.isWellFormed() || password.includes("\0")) return words.unusable;
  const lower = password.toLowerCase();
  if (namesOf(services).includes(lower)) return words.ownName;
  return (await common()).has(lower) ? words.common : undefined;
}

/** What anybody would try first for this operator. */
function namesOf({ operator, issuer }: Services): string[] {
  const { username, email, name } = operator;
  return [username, email, email?.split("@")[0], name, issuer].flatMap((text) => text?.toLowerCase() ?? []);
}

let list: Promise<ReadonlySet<string>> | undefined;

/** 49,233 passwords seen in breaches, by how common they were (zxcvbn-ts); loaded at the first new password. */
function common(): Promise<ReadonlySet<string>> {
  list ??= import("@zxcvbn-ts/language-common").then(
    ({ dictionary }) => new Set(dictionary["passwords-common"]),
  );
  return list;
}
