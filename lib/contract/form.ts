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
