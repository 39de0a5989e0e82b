import { fillIn, type Services } from "../../lib/kit/index.js";

/** NIST 63B-4 §3.1.1.2: where it is the only factor. */
const aloneLength = 15;
const mostLength = 1024;

/** Why this cannot be a password, in a sentence; nothing where it can. */
export async function refusal(
  password: string,
  services: Services,
  minLength: number,
): Promise<string | undefined> {
  const least = services.alone ? Math.max(aloneLength, minLength) : minLength;
  const broken = await brokenRule(password, services, least);
  // Where a language lacks the word, its id is told: a missing word must not lift the rule.
  return (
    broken && fillIn(services.words[broken] ?? broken, { least: String(least), most: String(mostLength) })
  );
}

/** The id of the word that says it. No rules about kinds of characters (ASVS 6.2.5). */
async function brokenRule(password: string, services: Services, least: number): Promise<string | undefined> {
  const length = [...password].length;
  if (length < least) return "tooShort";
  if (length > mostLength) return "tooLong";
  if (!password.isWellFormed() || password.includes("\0")) return "unusable";
  const lower = password.toLowerCase();
  if (namesOf(services).includes(lower)) return "ownName";
  return (await isCommon(lower)) ? "common" : undefined;
}

/** What anybody would try first for this operator. */
function namesOf({ operator, issuer }: Services): string[] {
  const { username, email, name } = operator;
  return [username, email, email?.split("@")[0], name, issuer].flatMap(
    (text) => text?.normalize("NFC").toLowerCase() ?? [],
  );
}

/**
 * 49,233 passwords seen in breaches, by how common they were (zxcvbn-ts); loaded at the first new password. They are searched
 * from end to end: a set of them would be held for good, for a question that is asked once in a month.
 */
async function isCommon(password: string): Promise<boolean> {
  const { dictionary } = await import("@zxcvbn-ts/language-common");
  return dictionary["passwords-common"].includes(password);
}
