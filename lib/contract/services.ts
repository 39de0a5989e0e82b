import type { Words } from "./form.js";
import type { Operator } from "./operator.js";
import type { Json, Letter, Random } from "./ports.js";

/** What every call of a strategy is given. */
export interface Services {
  readonly operator: Operator;
  /** The name that people know the system by (option `issuer`). */
  readonly issuer: string;
  /** Where browsers reach the system (option `url`), the one that this request names first: `https://net2.example.com`. */
  readonly origins: readonly string[];
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly random: Random;
  /** This factor is all that is asked for: the policy is off. */
  readonly alone: boolean;
  /** The words of this strategy in the reader's language. */
  readonly words: Words;
  /** BCP 47 tag of the reader's language, for dates and numbers by `Intl`. */
  readonly language: string;
  /** What asks for it, in the reader's words: "Firefox on Windows". Missing where nobody can say. */
  readonly client?: string | undefined;
  /** The IP address that asks for it. */
  readonly address?: string;
  /** Mails to one address, in the dress of all our mails. Throws a `DeliveryError`, also where no mail server is set up. */
  send(letter: Letter): Promise<void>;
  /** A keyed hash under a key of this strategy's own, for short codes at rest. */
  mac(text: string): string;
  /** Constant time, under any of the secrets in use. */
  macFits(text: string, mac: string): boolean;
}

/** Form fields or JSON members, checked to be strings of sane length and well-formed Unicode. */
export type Input = Readonly<Record<string, string>>;

/** A credential, as its strategy made it. */
export interface Held<Own extends Json> {
  readonly id: string;
  readonly own: Own;
}
