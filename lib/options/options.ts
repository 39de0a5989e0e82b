import type { IncomingMessage, ServerResponse } from "node:http";
import type {
  Backend,
  Clock,
  HostOperator,
  Mailer,
  Notification,
  OperatorDirectory,
  Random,
  Role,
  Strategy,
} from "../contract/index.js";
import type { Mode, PolicyInput } from "../core/policy.js";
import type { HostView } from "../http/look.js";
import type { PartName } from "../http/paths.js";
import type { Translation } from "../locales/index.js";
import type { SmtpMailerOptions } from "../mail/index.js";
import type { Pages } from "../pages/index.js";
import type { KeyvLike } from "../store-kit/index.js";

/** What a log has to be able to do: pino's own methods, or any that take an object and a text. */
export interface Logger {
  info(about: object, message?: string): void;
  warn(about: object, message?: string): void;
  error(about: object, message?: string): void;
}

/** The options of `createMfa`. `undefined` is the same as left out. What is unknown, misspelt or contradictory throws. */
export interface MfaOptions<Id extends string = string> {
  /** The name that people know the system by: on pages, in mails, in authenticator apps. 1 to 64 characters. */
  readonly issuer: string;

  /**
   * Where the router is mounted, as browsers see it: `"https://net2.example.com/mfa"`. A list where one server has several
   * names. `http:` only for localhost and 127.0.0.1, unless `insecure`.
   */
  readonly url: string | readonly string[];

  /**
   * Where the host mounts parts of the router by `mfa.routes`, as absolute paths on the same origin:
   * `{ settings: "/admin/security", card: "/me" }`; also `qr`, `operators`, `audit`, `setup`, `invitation`. All links, forms
   * and redirects follow. Default: all below `url`.
   */
  readonly paths?: Readonly<Partial<Record<PartName, string | undefined>>> | undefined;

  /** 32 bytes or more; seals everything that is stored. A list `[new, old]` while one is replaced: the first seals, all open. */
  readonly secret: string | readonly string[] | undefined;

  /**
   * `sqlite("file")`, `redis("redis://…")`, `postgres("postgres://…")`, `memory()`, a Keyv 5 or 6 instance over `@keyv/sqlite`,
   * `@keyv/redis`, `@keyv/valkey` or `@keyv/postgres`, or a store of your own. `mfa.close()` closes it, so each `mfa` has its own.
   */
  readonly storage: Backend | KeyvLike;

  /** A Keyv adapter that is not known is taken, because only this process will ever write. Default `false`. */
  readonly singleProcess?: boolean | undefined;

  /** The SMTP server that codes and notices go out by; without `smtp` there is none. Default: no mail can be sent. */
  readonly mail?:
    | (Omit<SmtpMailerOptions, "smtp"> & Readonly<Record<"smtp", SmtpMailerOptions["smtp"] | undefined>>)
    | undefined;

  /**
   * One of the first stage, the second factors that the policy may choose from, and ways back such as `recoveryCode()`, which no
   * policy names. Your own as well.
   */
  readonly strategies: readonly Strategy<Id>[];

  /**
   * The policy of a system that has none yet, written once, and not looked at again: a mode (`"off"`, `"email"`, `"app"`,
   * `"either"`) or an object. `"off"` says that an existing system starts without MFA. Default: a new system is closed, and asks
   * for the setup code that the server printed.
   */
  readonly initialPolicy?: Mode | PolicyInput<Id> | undefined;

  /** The host's own dress for our pages. Default: ours. */
  readonly branding?:
    | {
        /** Path of the host's own pages, where the name at the top leads whoever is signed in, on this origin. Default `/`. */
        readonly home?: string | undefined;
        /** Stands beside `issuer`: a path on this origin, or a `data:image/…` URL. Default: none. */
        readonly logo?: string | undefined;
        /** A stylesheet after ours: a path on this origin. It sets the variables `--mfa-…`, or whatever it likes. Default: none. */
        readonly stylesheet?: string | undefined;
      }
    | undefined;

  /** Components in place of ours, by name, rendered on the server by preact: `{ SignIn: MySignIn }`. Default: ours. */
  readonly pages?: Readonly<Partial<Pages>> | undefined;

  /**
   * The host's own templates: called in place of our pages, with status and headers set already. Writes the answer (as
   * `res.render` does), or returns `false` to leave this page to ours. Default: ours.
   */
  render?(req: IncomingMessage, res: ServerResponse, view: HostView): unknown;

  /**
   * Languages by BCP 47 tag, beside English and Swedish or in their place: all texts, and the words of each strategy under
   * `strategies`. Default: English and Swedish.
   */
  readonly languages?: Readonly<Record<string, Translation<NoInfer<Id>>>> | undefined;

  /** How long a session lasts, where the policy says nothing else. */
  readonly session?:
    | {
        /** Seconds from signing in, 60 to 2,592,000. Default 43,200 (12 h). */
        readonly absolute?: number | undefined;
        /** Seconds without a request, 60 to 2,592,000. Default 1,800 (30 min). */
        readonly idle?: number | undefined;
      }
    | undefined;

  /**
   * Seconds, 0 to 60, for which what another process changed may go unseen here; 0 reads each time. It keeps nobody out: what is
   * held is asked for again before anybody is refused. Default 1.
   */
  readonly staleness?: number | undefined;

  /**
   * What may be asked over the network, each for 3 s at most; `false`: nothing leaves at all. A function is asked in our place.
   */
  readonly probes?:
    | false
    | {
        /** Does the mail server answer? Default `true`. */
        readonly mail?: boolean | (() => Promise<boolean>) | undefined;
        /** Hosts such as `example.com:443`, of which one that takes a connection is enough. Default: none is asked. */
        readonly internet?: readonly string[] | false | (() => Promise<boolean>) | undefined;
        /**
         * SNTP servers such as `time.example.com`. A function resolves with the milliseconds that the right time is ahead of
         * ours. Default: none is asked.
         */
        readonly clock?: readonly string[] | false | (() => Promise<number>) | undefined;
      }
    | undefined;

  /** The lines that say who did what, when and from where. */
  readonly audit?:
    | {
        /** Days for which lines are kept, 1 to 3,650. Default 365. */
        readonly days?: number | undefined;
      }
    | undefined;

  /**
   * The host's log, such as pino: the lines of the audit, by `info` for what went well and `warn` for what did not, and
   * faults by `error`. Default: none; faults that nobody listens for are process warnings.
   */
  readonly logger?: Logger | undefined;

  /**
   * The host's own channel to the owner of an account: called for each thing that they should know, again until it does not
   * throw. `true`, or a promise of it: they are told, and no mail is sent. Default: mails only.
   */
  readonly onNotify?: ((notification: Notification) => unknown) | undefined;

  /** The people in the host's own table, in place of a directory of ours. Needs `initialPolicy`. Default: ours, in the same storage. */
  readonly directory?:
    | {
        /** How they are looked up: by name, by id, and in a list. */
        readonly operators: OperatorDirectory;
        /** Which roles of the host's are `engineer` here, or a function that says it. Default: none. */
        readonly roles?:
          | Readonly<Record<string, Role>>
          | ((operator: HostOperator) => Role | undefined)
          | undefined;
        /** Seconds, 0 to 60, for which a row may be held. Default 0: it is asked for with each request. */
        readonly maxAge?: number | undefined;
      }
    | undefined;

  /** The apps that sign in with `client: "app"`. */
  readonly apps?:
    | {
        /**
         * The lowest version that may be used, such as `"4.0"`: up to four numbers. An app below it, or one that does not say
         * its `clientVersion` when it signs in, gets 403 `ERR_MFA_APP_VERSION`, also with a session that it had before. Default: any.
         */
        readonly minVersion?: string | undefined;
      }
    | undefined;

  /** Behind `protect`, a change made with our cookie needs same-origin evidence. Default `true`. */
  readonly sameOrigin?: boolean | undefined;

  /** Take an `http:` url that is not this machine: passwords and cookies go in clear. Default `false`. */
  readonly insecure?: boolean | undefined;

  /** A `Mailer` in place of SMTP. Not together with `mail`. Default: none. */
  readonly mailer?: Mailer | undefined;

  /** The time now, in milliseconds since the epoch. Default `Date.now`. */
  readonly clock?: Clock | undefined;

  /** Where keys, tokens and codes come from: `{ bytes, digits }`. Default: the system's cryptographic generator. */
  readonly random?: Random | undefined;
}
