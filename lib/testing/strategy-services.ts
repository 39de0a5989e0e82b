import type { Mail, Mailer, Operator, Services, Strategy } from "../contract/index.js";
import { createKeyring, systemRandom } from "../crypto/index.js";
import { DeliveryError } from "../errors/index.js";
import { writeMail } from "../mail/index.js";

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

export interface GivenServices extends Partial<Services> {
  /** Where `send` leads. Missing: no mail server is set up. */
  readonly mailer?: Mailer;
}

/** What a strategy is given by the core, with what a test wants otherwise: the operator is Anna, and it is noon. */
export function servicesFor(strategy: Strategy, { mailer, ...given }: GivenServices = {}): Services {
  const { issuer = "Net2", language = "en", operator = anna } = given;
  const purpose = `strategy:${strategy.id}`;
  return {
    operator,
    issuer,
    origins: ["https://net2.example"],
    now: noon,
    random: systemRandom,
    alone: false,
    words: strategy.messages.en,
    language,
    mac: (text) => keyring.mac(purpose, `${operator.id}:${text}`),
    macFits: (text, mac) => keyring.macFits(purpose, `${operator.id}:${text}`, mac),
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
