import type { IncomingMessage, ServerResponse } from "node:http";
import type { AuditCheckpoint, AuditVerdict } from "../audit/index.js";
import type {
  AuditLine,
  Health,
  Need,
  NewHandover,
  NewInvitation,
  Operator,
  Policy,
  Role,
} from "../contract/index.js";
import type { PolicyInput } from "../core/policy.js";
import type { OperatorEvent } from "../core/record.js";
import type { OperatorPage, OperatorQuery, Profile } from "../directory/index.js";
import type { HostLogin } from "../http/begin.js";
import type { CheckResult } from "../http/check.js";
import type { PassportStrategy } from "../http/passport.js";
import type { PartName } from "../http/paths.js";
import type { Handler } from "../http/protect.js";
import type { Resealed, ResealHow } from "../store/reseal.js";
import type { PolicyChange } from "./policy.js";

/** What can be listened to. A listener that throws is told to `fault`, and stops nobody. */
export interface MfaEvents {
  /** What happened to an operator, once it is committed. */
  readonly operator: { readonly operator: Operator; readonly event: OperatorEvent };
  /** A system that nobody has set up has started: where, and with which code. Where nobody listens it is printed. */
  readonly setup: SetupNotice;
  /** The policy was changed: what it was, what it is, and by whom. */
  readonly policy: PolicyChange;
  /** A line of the audit, once it is written: told by the process that wrote it. No codes, no passwords, no keys. */
  readonly audit: AuditLine;
  /** Something went wrong on our side, or on that of storage or mail: for the host's log. */
  readonly fault: unknown;
}

export interface SetupNotice {
  /** The page to open. */
  readonly url: string;
  /** To be typed there, once. Whoever has it claims the system. */
  readonly code: string;
  /** Milliseconds since the epoch. A restart makes another one. */
  readonly expires: number;
}

export interface NewOperator<Id extends string = string> extends Profile {
  /** Their first password, by the rules of the strategy. Without one they wait for an invitation. */
  readonly password?: string | undefined;
  /**
   * What they have in the system that they come from, by strategy: `password` a hash of bcrypt or Argon2 (made anew with
   * today's parameters at their next sign-in), `totp` the secret of their app in Base32.
   */
  readonly existing?: Readonly<Partial<Record<Id, string>>> | undefined;
}

/** What is left out stays as it is; `null` takes it away. */
export interface OperatorUpdate {
  readonly name?: string | null | undefined;
  /** Another address ends what the old one proved, and the trust in every browser. */
  readonly email?: string | null | undefined;
  readonly role?: Role | undefined;
}

/**
 * The operators. Each call throws `ERR_MFA_INPUT` with `errors` by field when something does not fit: for an id that nobody
 * has, for the last engineer, for a name that is taken.
 */
export interface MfaOperators<Id extends string = string> {
  find(username: string): Promise<Operator | undefined>;
  get(id: string): Promise<Operator | undefined>;
  /** By name, 25 at a time; a search looks at user name, name and e-mail address. */
  list(query?: OperatorQuery): Promise<OperatorList>;
  add(operator: NewOperator<Id>): Promise<Operator>;
  /**
   * Many at once, from a CSV file with the headings `username` and, where there are any, `name`, `email`, `role`: all of them
   * or none, whatever happens on the way. Resolves with how many. `errors` are by line: `"line 12, email"`.
   */
  import(csv: string): Promise<number>;
  update(id: string, update: OperatorUpdate): Promise<Operator>;
  /**
   * A code for somebody who has never come in, to be handed to them: with it they choose a password and set up the rest, at
   * `url`. Good once, until `expires` (milliseconds since the epoch, 72 h); a new one replaces it. Throws
   * `ERR_MFA_NOT_FOUND` for an id that nobody has, `ERR_MFA_TURN` for whoever has been in.
   */
  invite(id: string): Promise<NewInvitation>;
  /**
   * Takes away every second factor and recovery code of theirs and ends all that is signed in, trusted or known. Resolves with
   * a code: with it and their password they set up new ones. Good once, for `hours` (whole, 1 to 168; default 24). Throws
   * `ERR_MFA_NOT_FOUND` for an id that nobody has, `ERR_MFA_TURN` for whoever has never been in: they get an invitation.
   */
  reset(id: string, how?: { readonly hours?: number | undefined }): Promise<NewHandover>;
  /** They are out at once. An engineer who is disabled is none any more. */
  disable(id: string): Promise<void>;
  /** They may sign in again, as an operator. */
  enable(id: string): Promise<void>;
  /** For good; the name can be given to somebody else. */
  remove(id: string): Promise<void>;
  /** Ends every session, and the trust in every browser. */
  signOutEverywhere(id: string): Promise<void>;
}

/**
 * For the bad day and for tools beside the server, such as `npx express-mfa`: no request stands behind these calls, and no
 * proof is asked for. Whoever can make them has the secret.
 */
export interface MfaMaintenance {
  /** `false` until the first system engineer is in: what `health` says of people means nothing before. */
  isSetUp(): Promise<boolean>;
  /** Clock, mail, internet, storage, and who could not sign in: what engineers see under Health. Takes 3 s at most. */
  health(): Promise<Health>;
  /**
   * Moves every sealed value to the newest secret of the option, while the server runs. Can be stopped by `signal` and begun
   * again. First deploy `[new, old]` everywhere.
   */
  reseal(how?: ResealHow): Promise<Resealed>;
  /**
   * After a backup was put back: everybody signs in again, no browser is trusted, and recovery codes, invitations and handover
   * codes are void, since some of them may have been used. Can be stopped by `signal` and done again, from the start.
   */
  afterRestore(how?: {
    readonly signal?: AbortSignal | undefined;
    readonly onProgress?: ((progress: { readonly operators: number }) => void) | undefined;
  }): Promise<{ readonly operators: number; readonly complete: boolean }>;
  /**
   * A way back for a system engineer: as a reset, with a code that is good for 15 minutes. Every engineer is told by mail and
   * sees it under Options → Security. Throws `ERR_MFA_INPUT` for whoever is none, `ERR_MFA_TURN` for whoever was never in.
   */
  breakGlass(username: string): Promise<NewHandover>;
  /**
   * Looks for lines of the audit that were changed, taken out or put in; `against`: a checkpoint of earlier, by which the end
   * of it is known too. Throws `ERR_MFA_INPUT` for what is no checkpoint.
   */
  verifyAudit(against?: unknown): Promise<AuditVerdict>;
  /** Where the audit ends now, signed: to be kept away from this server. */
  auditCheckpoint(): Promise<AuditCheckpoint>;
  /** The lines of the audit, the newest first; `from` and `until` in milliseconds since the epoch. */
  audit(range?: {
    readonly from?: number | undefined;
    readonly until?: number | undefined;
  }): AsyncIterable<AuditLine>;
}

export interface OperatorList extends Omit<OperatorPage, "records"> {
  readonly operators: readonly Operator[];
}

export interface Mfa<Id extends string = string> {
  /** Mount it where the option `url` says: `app.use("/mfa", mfa.router)`. */
  readonly router: Handler;
  /**
   * Parts of the router for the host's own paths: `app.use("/me", mfa.routes.card())`, with `paths: { card: "/me" }`. Such a
   * part is no longer below the mount. `qr`: only the picture that hands an app to another device. Throws `ERR_MFA_OPTIONS`
   * where `paths` does not say it.
   */
  readonly routes: Readonly<Record<PartName, () => Handler>>;
  /**
   * Opens the storage and checks it. Until then everything answers 503. Throws what is wrong with it, and what to do.
   * `beside`: for a tool beside the server: no first policy is written, no setup code is made, no import taken up.
   */
  ready(how?: { readonly beside?: boolean | undefined }): Promise<void>;
  /** Ends open checks, closes storage and mail. */
  close(): Promise<void>;

  /** Enforces the policy, and what `need` adds. Put it before the routes that it guards. */
  protect(need?: Need<Id>): Handler;
  /** Fills `req.user` and `req.mfa` where somebody is signed in, and keeps nobody out. */
  session(): Handler;
  /** For sockets and streams of events of operators: checks too that it is a page of our own that opens them. */
  check(req: IncomingMessage, need?: Omit<Need<Id>, "service">): Promise<CheckResult>;
  /** One strategy as a handler: goes on when the whole policy is met, else answers itself. */
  authenticate(id: Id): Handler;
  /** One strategy for `passport.use`. Its success is that of the whole policy. */
  strategy(id: Id): PassportStrategy;
  /**
   * The host has done the first factor itself, and `external()` is installed: opens the sign-in of this operator, and answers as a
   * sign-in does: a page is led to the next step, or on to where it was going; everything else gets JSON. Rejects with
   * `ERR_MFA_FORBIDDEN` for an operator who is not there or is disabled, `ERR_MFA_INPUT` for what does not fit.
   */
  begin(req: IncomingMessage, res: ServerResponse, login: HostLogin): Promise<void>;
  /** Ends the session that the request brings. Rejects when it could not be ended. */
  signOut(req: IncomingMessage, res: ServerResponse): Promise<void>;

  /** The answer ends it. */
  on<Name extends keyof MfaEvents>(name: Name, listener: (event: MfaEvents[Name]) => void): () => void;

  readonly policy: {
    read(): Promise<Policy>;
    /** Takes effect at once. Throws `ERR_MFA_INPUT` when it does not fit. */
    change(policy: PolicyInput<Id>): Promise<Policy>;
  };
  readonly operators: MfaOperators<Id>;
  readonly maintenance: MfaMaintenance;
}
