import type { ClientView, OperatorView, Role } from "./operator.js";

/** One operator as engineers see them: never a password, a key or a code of theirs. */
export interface OperatorRow {
  readonly id: string;
  readonly username: string;
  readonly name?: string;
  readonly email?: string;
  readonly role: Role;
  readonly enabled: boolean;
  /** They have chosen a password: without one they wait for an invitation. */
  readonly joined: boolean;
  /** Ids of the second factors that they have. */
  readonly strategies: readonly string[];
  /** Until when the code that was given out is good, in milliseconds since the epoch. */
  readonly invitedUntil?: number;
  /** They were reset, and have not come in since: until when their handover code is good, or was. */
  readonly handoverUntil?: number;
  /** Milliseconds since the epoch; missing: not in the last events. */
  readonly lastSignIn?: number;
}

/** A code for the one operator, told once. */
export interface NewInvitation {
  readonly code: string;
  /** Milliseconds since the epoch. */
  readonly expires: number;
  /** Where it is entered. */
  readonly url: string;
}

/** A code for the one operator, told once: with their password it opens one enrolment. */
export interface NewHandover {
  readonly code: string;
  /** Milliseconds since the epoch. */
  readonly expires: number;
}

/** Whether changes are open, or what has to be passed first. */
export interface Freshness {
  readonly fresh: boolean;
  readonly confirm?: string | null;
}

/** The operators are kept in the host's own table: what can be changed there from here. */
export type Elsewhere = "read" | "write";

/** What was typed into a form and not done. */
export interface AskedOperator {
  readonly username?: string;
  readonly name: string;
  readonly email: string;
  readonly role: string;
}

/** Everybody, 25 at a time, by name. */
export interface OperatorsView extends Freshness {
  readonly state: "operators";
  readonly operator: OperatorView;
  readonly operators: readonly OperatorRow[];
  /** What is looked for; empty: everybody. */
  readonly search: string;
  /** Only those without an e-mail address. */
  readonly withoutEmailOnly: boolean;
  /** Of the page, counted from 1. */
  readonly number: number;
  readonly pages: number;
  readonly found: number;
  readonly total: number;
  readonly withoutEmail: number;
  readonly asked?: AskedOperator;
  readonly elsewhere?: Elsewhere;
}

/** One of them, for an engineer to change. */
export interface OperatorPageView extends Freshness {
  readonly state: "operator";
  readonly operator: OperatorView;
  readonly subject: OperatorRow;
  /** It is the engineer who looks: their own is on their card. */
  readonly self: boolean;
  /** An invitation can be given out: they have never come in. */
  readonly invitable: boolean;
  readonly invitation?: NewInvitation;
  /** Their second factors can be taken away: they have come in before. */
  readonly resettable: boolean;
  readonly handover?: NewHandover;
  /** Where they are signed in, and which browsers are known; not to oneself, who has a card. */
  readonly sessions: readonly ClientView[];
  readonly browsers: readonly ClientView[];
  readonly asked?: AskedOperator;
  readonly elsewhere?: Elsewhere;
}

export interface ImportError {
  readonly line: number;
  readonly field: string;
  /** The id of a sentence: `errors` of the locales. */
  readonly error: string;
}

/** What a file would do. */
export interface ImportPreview {
  readonly count: number;
  readonly engineers: number;
  readonly withoutEmail: number;
  /** The first 10. */
  readonly first: readonly Pick<OperatorRow, "username" | "name" | "email" | "role">[];
  /** How many lines are wrong; with a single one nothing is imported. */
  readonly wrong: number;
  /** The first 100. */
  readonly errors: readonly ImportError[];
}

/** What was begun: it goes on by itself, and ends with all of them or none. */
export interface ImportProgress {
  readonly id: string;
  readonly state: "preparing" | "committed" | "done" | "undone";
  readonly rows: number;
  readonly done: number;
  readonly errors: readonly ImportError[];
}

/** Many at once, from a file. */
export interface ImportView extends Freshness {
  readonly state: "import";
  readonly operator: OperatorView;
  /** What was sent, to be looked at before it is done. */
  readonly csv?: string;
  readonly preview?: ImportPreview;
  readonly progress?: ImportProgress;
}
