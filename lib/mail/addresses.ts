import { DeliveryError, MfaError } from "../errors/index.js";

/** One mailbox, and nothing that a header, a list or a command could be made of. Stricter than RFC 5321 allows. */
const mailbox = /^[^\s\p{Cc}<>()[\],;:"\\@]{1,64}@[^\s\p{Cc}<>()[\],;:"\\@]{1,255}$/u;

/** Throws a `DeliveryError`, nothing sent, when `address` is not one plain mailbox. */
export function assertAddress(address: string): void {
  if (!mailbox.test(address)) throw new DeliveryError(true, "the address is not one plain mailbox");
}

export interface Sender {
  readonly name: string;
  readonly address: string;
}

/** `net2@example.com` or `Net2 <net2@example.com>`. */
export function readSender(from: string): Sender {
  const [, name = "", bracketed] = /^([^<>]*)<([^<>]*)>$/.exec(from.trim()) ?? [];
  const address = (bracketed ?? from).trim();
  if (/\p{Cc}/u.test(from) || !mailbox.test(address)) {
    const detail = `option "from": ${JSON.stringify(from)} is not an address such as "Net2 <net2@example.com>"`;
    throw new MfaError("ERR_MFA_OPTIONS", { detail });
  }
  return { name: name.trim().replace(/^"(.*)"$/, "$1"), address };
}
