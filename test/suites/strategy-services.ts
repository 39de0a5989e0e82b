import type { Mail, Mailer } from "../../lib/contract/index.js";
import { createKeyring, systemRandom } from "../../lib/crypto/index.js";
import { DeliveryError, type Operator, type Services, type Strategy } from "../../lib/kit/index.js";
import { writeMail } from "../../lib/mail/index.js";

export const anna: Operator = {
  id: "operator-of-the-suite",
  username: "anna",
  name: "Anna Lind",
  email: "anna.lind@net2.example",
  role: "operator",
};

/** A moment that no test depends on: the middle of a time step. */
export const noon = Date.UTC(2026, 5, 1, 12, 0, 15);

const keyring = createKeyring(["a secret for tests, of more than 32 bytes"]);

/** What the core would give this strategy, with what a test wants otherwise. */
export function servicesFor(
  strategy: Strategy,
  { mailer, ...given }: Partial<Services> & { readonly mailer?: Mailer } = {},
): Services {
  const { issuer = "Net2", language = "en" } = given;
  return {
    operator: anna,
    issuer: "Net2",
    origins: ["https://net2.example"],
    now: noon,
    random: systemRandom,
    alone: false,
    words: strategy.messages.en,
    language: "en",
    mac: (text) => keyring.mac(strategy.id, text),
    macFits: (text, mac) => keyring.macFits(strategy.id, text, mac),
    async send(letter) {
      if (mailer === undefined) throw new DeliveryError(true, "no mail server is set up");
      await mailer.send(writeMail(letter, { issuer, language }));
    },
    ...given,
  };
}

/** A mailer that keeps what it is given, the oldest first. */
export function mailbox(): { readonly mailer: Mailer; readonly mails: readonly Mail[] } {
  const mails: Mail[] = [];
  const mailer: Mailer = {
    async send(mail) {
      mails.push(mail);
    },
    async verify() {},
    close() {},
  };
  return { mailer, mails };
}
