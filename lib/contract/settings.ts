import type { Health } from "./health.js";
import type { OperatorView, SessionLife } from "./operator.js";

/** Options → Security. */
export interface SettingsView {
  readonly state: "settings";
  readonly operator: OperatorView;
  /** In force. `mode`: `off`, `email`, `app` or `either`; `also`: what is accepted beside it. */
  readonly policy: {
    readonly mode: string;
    readonly also: readonly string[];
    readonly strategies: readonly string[];
    readonly reauthDays: number;
    /** How long a session lasts, in seconds. */
    readonly session: SessionLife;
    readonly passwordless: boolean;
    /** Sent back with a change: one that was made meanwhile is not written over. */
    readonly version: number;
  };
  /** Those that can be chosen, since their strategies are installed. */
  readonly modes: readonly string[];
  /** Ids of the second factors that can be accepted beside a mode. */
  readonly further: readonly string[];
  /** Ids of those that can be enough by themselves. */
  readonly passwordless: readonly string[];
  /** The strongest factor was passed in the last minutes: changes are open. */
  readonly fresh: boolean;
  /** Otherwise the strategy to pass. */
  readonly confirm?: string | null;
  /** A way back was opened at the server's console, for whom and when; shown for a week. */
  readonly breakGlass?: { readonly username: string; readonly at: number };
  /** What was asked for and not done. */
  readonly asked?: AskedSettings;
  readonly lockout?: Lockout;
  /** Not with the answer to a change. */
  readonly health?: Health;
  /** What became of a test mail that could not be sent. */
  readonly mailAnswer?: string;
}

export interface AskedSettings {
  readonly mode: string;
  readonly also: readonly string[];
  readonly reauthDays: string;
  readonly passwordless: boolean;
  readonly sessionHours?: string;
  readonly idleMinutes?: string;
}

/** Who could not sign in any more if what was asked for were done. */
export interface Lockout {
  readonly count: number;
  /** At most 20 of them. */
  readonly usernames: readonly string[];
  /** `false`: codes would go by mail, and the mail server does not answer. */
  readonly mail: boolean;
  /** No engineer could sign in any more: refused, confirmed or not. */
  readonly everyEngineer: boolean;
}
