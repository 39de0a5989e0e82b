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
  readonly client?: string;
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

/**
 * What a look at the input found.
 * `use` is what it would consume (a time step, a code's hash): given to `consume` on the fresh credential at the commit.
 */
export type Finding =
  | {
      readonly right: false;
      /** Right but for what only its owner can have moved on: somebody seems to have a copy. Refused, and the owner is told. */
      readonly copied?: true;
    }
  | {
      readonly right: true;
      readonly use?: Json;
      /** RFC 8176, where it is not the same each time. `mfa`: the device itself checked a second factor. */
      readonly amr?: readonly string[];
      /** Seconds that the clock of the operator's device is ahead of ours, where the answer tells. */
      readonly ahead?: number;
    };

/**
 * As {@link Finding}; right brings the credential that is to be kept. Otherwise `errors` says what is wrong with which
 * field, and `begun` is what the next try is judged by, in place of what was begun.
 */
export type EnrolmentFinding<Own extends Json> =
  | {
      readonly right: false;
      readonly errors?: Readonly<Record<string, string>>;
      readonly begun?: Json;
    }
  | {
      readonly right: true;
      readonly own: Own;
      /** What its owner calls it, where there can be several. */
      readonly name?: string;
      /** As in {@link Finding}. */
      readonly amr?: readonly string[];
    };

export interface ChallengeStart {
  /** Kept with the sign-in, sealed, until it is answered or replaced. Never a code in clear. */
  readonly data: Json;
  /** What an answer is made from, where a machine makes it: told to the client, and to the script of this strategy. */
  readonly show?: Shown;
  /** Seconds the challenge can be answered; 600 where left out. */
  readonly expiresIn?: number;
  /** Where the code goes, made unreadable for a stranger: `a•••@example.com`. */
  readonly sentTo?: string;
  /** Called after the commit. Each counts as a send. Throws a `DeliveryError`. */
  deliver?(): Promise<void>;
}

/** No secret: whoever holds the sign-in is told it. */
export type Shown = Readonly<Record<string, Json>>;

/** What an enrolling operator needs to see: data, rendered by core as page or JSON. */
export interface EnrolmentView {
  /** Members of the JSON answer, e.g. `uri`, `secret`, `qr`. */
  readonly data: Readonly<Record<string, Json>>;
  /** `data:` URL and the id of the word that says what it shows. */
  readonly image?: { readonly src: string; readonly alt: string };
  /** Text to read or copy, with the id of its label. */
  readonly text?: { readonly label: string; readonly value: string };
  /** Lines to be kept by the operator, with the id of their label: copied, saved or printed. */
  readonly list?: { readonly label: string; readonly values: readonly string[] };
  /** A word that has to be said before the fields, this time. */
  readonly note?: string;
  /** The fields asked for this time, as `Enrolment.ask` says. */
  readonly fields?: readonly Field[];
  /** Opens what takes it on this very device, with the id of its label: `otpauth:` and the like, no web page. */
  readonly link?: { readonly label: string; readonly href: string };
}

export interface Field {
  readonly name: string;
  /** Id of a word of this strategy. */
  readonly label: string;
  readonly hint?: string;
  /** `script`: nobody sees it, the script of this strategy fills it in. */
  readonly type: "text" | "password" | "script";
  /** WHATWG autofill token. */
  readonly autocomplete:
    | "username"
    | "username webauthn"
    | "email"
    | "current-password"
    | "new-password"
    | "one-time-code"
    | "off";
  readonly inputMode?: "numeric" | "text" | "email";
  readonly maxLength?: number;
  /** It may be left empty. */
  readonly optional?: boolean;
  /** Characters of a new secret: `{least}` of its hint; where scripts run it is said how many are missing. */
  readonly least?: number;
  /** Exactly so many digits: where scripts run, the last one sends the form, if nothing else on it is to be decided. */
  readonly digits?: number;
}

/**
 * Words by id. A strategy brings all of `StrategyWords` and any of its own. One of the id of a problem, such as `ERR_MFA_CODE`, is
 * said in place of ours where something else than a code was wrong.
 */
export type Words = Readonly<Record<string, string>> & StrategyWords;
export interface StrategyWords {
  /** What the method is called: "Authenticator app". */
  readonly name: string;
  /** A line below the name, where the operator chooses. */
  readonly about?: string;
  /** The heading of the challenge page: "Check your e-mail". */
  readonly title?: string;
  /** One sentence: what is asked of the operator, on the challenge page. `{to}` is where a code was sent. `{issuer}` anywhere. */
  readonly prompt: string;
  /** A question, and what helps when nothing comes or nothing fits. `{time}` is the server's time of day. */
  readonly trouble?: string;
  readonly advice?: string;
  /** The label of the button that starts a challenge, where there is one to start. */
  readonly start?: string;
  /** One sentence or two: how to enrol. */
  readonly enrol?: string;
  /** The label of the button that ends it, where "Finish" does not say it. */
  readonly finish?: string;
  /** The label of the button that answers the challenge, where "Continue" does not say it. */
  readonly answer?: string;
  /** The label of the button that signs in by this alone. */
  readonly passwordless?: string;
  /** What is said where no script runs, of a strategy that has one. */
  readonly noScript?: string;
}

export interface Held<Own extends Json> {
  readonly id: string;
  readonly own: Own;
}

/**
 * One way to prove who you are. One folder, one factory.
 * `judge`, `challenge` and `enrol` may wait for anything; `consume` and `derive` are pure and synchronous, because they
 * run inside the commit.
 */
export interface Strategy<Id extends string = string, Own extends Json = Json> {
  /** kebab-case, unique. */
  readonly id: Id;
  /**
   * `first` opens a sign-in, `second` completes it. `recovery` does neither: it opens the way to a new second factor, has a
   * budget of its own, and is never part of the policy.
   */
  readonly stage: "first" | "second" | "recovery";
  readonly factor: "knowledge" | "possession" | "inherence";
  /**
   * Which one guards the others: changing a factor asks for the strongest that the operator has.
   * 1: as good as a mailbox or a piece of paper, 2: a device, 3: a device that no phishing page can use.
   */
  readonly strength: 1 | 2 | 3;
  /** RFC 8176 values; empty where it has none. */
  readonly amr: readonly string[];
  readonly fields: readonly Field[];
  readonly messages: { readonly en: Words } & Readonly<Record<string, Words>>;

  /** The credential, where it is not enrolled but follows from the operator, as an address does. */
  derive?(operator: Operator): Own | undefined;

  /**
   * First stage: the host passes it at its own login, and says so by `mfa.begin`. No request of ours can; who has to is led to
   * `url`. Then `fields` is empty.
   */
  readonly hostLogin?: { readonly url: string };

  /** Starts a challenge, where one must be started. `all`: each credential that can answer it. */
  challenge?(services: Services, held: Held<Own>, all: readonly Held<Own>[]): Promise<ChallengeStart>;

  /** An operator may have more than one credential of this strategy, each with a name of its own. */
  readonly several?: Several<Own>;

  /** It can open a sign-in by itself: no name, and nothing before it. */
  readonly passwordless?: Passwordless;

  /** The text of a script that its forms need, an ES module, served from our own origin. Called after `ready`. */
  script?(): string;

  /** Loads what it needs; part of `mfa.ready()`. Throws where that is not installed. */
  ready?(): Promise<void>;

  /** Looks at the input. `held` is missing for unknown operators: take the same time, and answer that it is wrong. */
  judge(services: Services, held: Held<Own> | undefined, input: Input, challenge?: Json): Promise<Finding>;

  /** The credential after `use` was consumed; `undefined` when that is not possible any more: used already. */
  consume?(own: Own, use: Json): Own | undefined;

  readonly enrol?: Enrolment<Own>;

  /**
   * Takes over a credential of the system that the operator comes from, in the text form that such systems keep it in;
   * `error` says in a sentence why it cannot.
   */
  adopt?(text: string): Promise<{ readonly own: Own } | { readonly error: string }>;

  /** How many uses are left, where they run out. A way back with none is not offered. */
  left?(own: Own): number;

  /** A picture that hands the credential to another device of its owner, e.g. the QR code. */
  picture?(services: Services, own: Own, type: "svg" | "png"): Promise<Buffer>;
}

/** With several credentials, `judge` is given the one that the input is from; each is enrolled, proved and removed by itself. */
export interface Several<Own extends Json> {
  /** How many an operator may have. */
  readonly most: number;
  /** What tells this one from all others. */
  key(own: Own): string;
  /** The key of the one that an input is from. Proves nothing. */
  keyIn(input: Input): string | undefined;
}

/**
 * A sign-in by one proof alone, where the policy takes that. Nobody is known yet, so its challenge is kept nowhere: it is made
 * from a ticket that core has signed, once to be shown and once more to be judged, and core spends the ticket. Such a proof is
 * enough only if its `amr` says `mfa`.
 */
export interface Passwordless {
  /** Browsers list what they have in the field of the user name, where its script asks for that (WebAuthn §5.1.8). */
  readonly listed?: boolean;
  /** `services.operator` is nobody. The same `data` each time for the same ticket. */
  challenge(services: Services, ticket: string): Promise<ChallengeStart>;
  /** Id of the operator whom an input names. Proves nothing. */
  operatorIn(input: Input): string | undefined;
}

export interface Enrolment<Own extends Json> {
  /** What the judge of the first input needs, kept sealed with the sign-in. `held`: what the operator has of it already. */
  begin(services: Services, held: readonly Held<Own>[]): Promise<Json>;
  view(services: Services, begun: Json): Promise<EnrolmentView>;
  /** The fields asked for, where they differ from the strategy's own. */
  readonly fields?: readonly Field[];
  /** The fields asked for at this point, where that follows from what was begun. */
  ask?(begun: Json): readonly Field[];
  finish(services: Services, begun: Json, input: Input): Promise<EnrolmentFinding<Own>>;
}
