import type { OperatorView } from "./operator.js";

/** How the system does, for its engineers: each check says in words what to do. */
export interface HealthView {
  readonly state: "health";
  readonly operator: OperatorView;
  readonly health: Health;
}

export type Health = readonly HealthCheck[];

export interface HealthCheck {
  readonly id: "clock" | "mail" | "internet" | "storage" | "addresses" | "factors" | "engineers";
  /** `unknown`: nobody was asked. */
  readonly level: "ok" | "warning" | "error" | "unknown";
  /** What was found: the id of a text of this check. */
  readonly is: string;
  /** Seconds by which a clock is wrong, milliseconds that a swap took, or how many operators. */
  readonly seconds?: number;
  readonly milliseconds?: number;
  readonly count?: number;
  /** At most 20 of them. */
  readonly usernames?: readonly string[];
  /** What the other side said. */
  readonly detail?: string;
}
