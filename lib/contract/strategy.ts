import type { Enrolment } from "./enrolment.js";
import type { Field, Words } from "./form.js";
import type { Operator } from "./operator.js";
import type { Json } from "./ports.js";
import type { Held, Input, Services } from "./services.js";

/**
 * One way to prove who you are. One folder, one factory.
 * `judge`, `challenge` and `enrol` may wait for anything; `consume`, `copied` and `derive` are pure and synchronous, because
 * they run inside the commit.
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

  /** Of a use that `consume` refuses: does it tell of a copy? As `copied` of a finding, where another answer was first. */
  copied?(own: Own, use: Json): boolean;

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
