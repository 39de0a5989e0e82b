import type { OperatorView } from "./operator.js";

/** What was found when something outside was asked. */
export interface Probe {
  /** `off`: it is not asked. */
  readonly state: "ok" | "failed" | "off";
  /** What the other side, or the network, said. In English, as it comes. */
  readonly detail?: string;
}

export type HealthLevel = "ok" | "warning" | "error" | "unknown";

/** What an engineer should know of the system, each with how bad it is. */
export interface Health {
  readonly clock: {
    readonly level: HealthLevel;
    /** Asked of a time server, or seen in the codes of operators. */
    readonly by?: "server" | "codes";
    /** Seconds that this server's clock is ahead; negative: behind. */
    readonly ahead?: number;
    readonly detail?: string;
  };
  readonly mail: { readonly level: HealthLevel; readonly detail?: string };
  readonly internet: { readonly level: HealthLevel; readonly detail?: string };
  /** `warning`: it takes what is written, but is set so that it may lose it; `detail` says how to set it. */
  readonly storage: { readonly level: HealthLevel; readonly milliseconds?: number; readonly detail?: string };
  /** Net2 wants every operator to have one. */
  readonly withoutEmail: Affected;
  /** None of the second factors that the policy accepts; a warning about nobody where MFA is off. */
  readonly withoutStrategy: Affected;
  /** Whom the policy leaves no way in: no factor that it accepts, and none that they could set up. */
  readonly lockedOut: Affected;
  readonly engineers: { readonly level: HealthLevel; readonly count: number };
}

export interface Affected {
  readonly level: HealthLevel;
  readonly count: number;
  /** At most 20 of them. */
  readonly usernames: readonly string[];
}

export interface HealthView {
  readonly state: "health";
  readonly operator: OperatorView;
  readonly health: Health;
}
