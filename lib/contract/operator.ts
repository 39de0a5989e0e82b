export type Role = "operator" | "engineer";

/** A person who signs in, as hosts and strategies see them. */
export interface Operator {
  /** Random and meaningless; stays the same when the name changes. */
  readonly id: string;
  /** Their `id` in the host's own table, where operators are kept there. */
  readonly hostId?: string;
  readonly username: string;
  readonly name?: string;
  readonly email?: string;
  /** BCP 47 tag of the language to write and speak in. */
  readonly language?: string;
  readonly role: Role;
}

/** "This strategy was passed at this moment." */
export interface Proof {
  readonly strategy: string;
  /** The credential that was used. A proof dies with it. */
  readonly credential: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** `challenge`: done just then. `browser`: remembered by a trusted browser; `at` is the original moment. */
  readonly via: "challenge" | "browser";
  /** RFC 8176, where the host's own login or what was judged said it; else the strategy does. */
  readonly amr?: readonly string[];
}

/** Seconds, 60 to 2,592,000 (30 days). */
export interface SessionLife {
  /** From signing in. */
  readonly absolute: number;
  /** Without a request. */
  readonly idle: number;
}

/** What the system asks of every operator. */
export interface Policy {
  /** Ids of the second factors that are accepted. Empty: MFA is off. */
  readonly strategies: readonly string[];
  /** Days, 0 to 90, for which a trusted browser is not asked again. */
  readonly reauthDays: number;
  /** How long a session lasts, in seconds, where an engineer has said so; else the option `session`. */
  readonly session?: SessionLife;
  /** A strategy that checks two factors by itself is enough to sign in, without a password. Left out: no. */
  readonly passwordless?: boolean;
  /** Until then (ms since the epoch) a first factor app may be bound with the password alone, as in Net2. */
  readonly openEnrolmentUntil?: number;
  /** Counts the changes. */
  readonly version: number;
}

/** What one route asks for beyond the policy. */
export interface Need<Id extends string = string> {
  /**
   * Whole seconds, 0 to 86,400: a second factor that the policy accepts was passed at most so long ago, by challenge (the first
   * factor, where MFA is off). Default: no limit but the session's own.
   */
  readonly maxAge?: number | undefined;
  /** Ids of strategies, one of which was passed. Default: what the policy says. */
  readonly anyOf?: readonly Id[] | undefined;
  /**
   * A scope (RFC 6749 §3.3): a program whose service key has it passes too, and is told in `req.mfaService`. What else the need
   * says is asked of operators. Default: no program passes.
   */
  readonly service?: string | undefined;
}

/** An operator as they are shown to themselves, and to whoever may see them. */
export interface OperatorView {
  readonly username: string;
  readonly name?: string;
  readonly email?: string;
  /** What they chose to read, where they did (BCP 47). */
  readonly language?: string;
  readonly role: Role;
}

/** A session, or a browser or an app that is known. */
export interface ClientView {
  readonly id: string;
  readonly client: "browser" | "app";
  /** What an app called itself when it signed in. */
  readonly name?: string;
  readonly version?: string;
  readonly userAgent?: string;
  readonly address?: string;
  /** Milliseconds since the epoch. */
  readonly since: number;
  readonly used: number;
  readonly current: boolean;
  /** Until when a code is not asked for. */
  readonly trustedUntil?: number;
}
