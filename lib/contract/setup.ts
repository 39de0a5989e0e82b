import type { Probe } from "./health.js";

/** The first start of a system that nobody has set up. */
export interface SetupView {
  readonly state: "setup";
  /** Those that can be chosen, since their strategies are installed; `off` is asked for by `mfa`. */
  readonly modes: readonly string[];
  /** What is proposed: e-mail where the mail server answers, else the app. */
  readonly mode: string;
  /** Why: what the mail server, and the internet, answered. */
  readonly mail: Probe;
  readonly internet: Probe;
  /** What was typed, but for the password; the code only if it was right. */
  readonly asked?: AskedSetup;
}

export interface AskedSetup {
  readonly setupCode?: string;
  readonly username: string;
  readonly email: string;
  readonly mfa: string;
  readonly mode: string;
  /** What was ticked beside the choice that was made. */
  readonly acknowledge: boolean;
  readonly confirmOff: boolean;
}

/** While the system is set up: the other modes that can be chosen, where this one does not work out. */
export interface SetupChoice {
  readonly mode: string;
  readonly modes: readonly string[];
}
