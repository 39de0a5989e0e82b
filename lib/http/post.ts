import type { Letter } from "../contract/index.js";
import { DeliveryError } from "../errors/index.js";
import { writeMail } from "../mail/index.js";
import type { Parts } from "./parts.js";

/** Sends a letter in the dress of all our mails. Throws a `DeliveryError`, also where no mail server is set up. */
export async function post(
  { mailer, issuer }: Pick<Parts, "mailer" | "issuer">,
  letter: Letter,
  language: string,
): Promise<void> {
  if (mailer === undefined) throw new DeliveryError(true, "no mail server is set up");
  await mailer.send(writeMail(letter, { issuer, language }));
}
