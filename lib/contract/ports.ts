/** What the outside world gives us. Passed in, so that a test can move the clock and a host can choose the mailer. */

/** Milliseconds since the Unix epoch, as `Date.now`. */
export type Clock = () => number;

export interface Random {
  /** `length` bytes from a cryptographically secure source. */
  bytes(length: number): Buffer;
  /** A decimal code of exactly `length` digits, each value equally likely, leading zeros kept. */
  digits(length: number): string;
}

export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** A mail as data: core writes it as text and as HTML, in the reader's language. No links: who learns to click one will click a stranger's. */
export interface Letter {
  readonly to: string;
  readonly subject: string;
  /** Paragraphs, in order. */
  readonly before: readonly string[];
  /** Stands on a line by itself, large. */
  readonly code?: string;
  readonly after: readonly string[];
  /** What happened when and where: names and values. */
  readonly facts?: readonly (readonly [name: string, value: string])[];
}

export interface Mailer {
  /**
   * Resolves when the server has taken the mail.
   * Throws a `DeliveryError` (`lib/errors`) when it has not, or when nobody can say whether it has.
   */
  send(mail: Mail): Promise<void>;
  /** Resolves when the server answers and takes our credentials; throws otherwise. */
  verify(): Promise<void>;
  close(): void;
}

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
