import type { Held, Input, Json, Mail, Services, Shown, Strategy } from "../contract/index.js";
import { mailbox, servicesFor } from "./strategy-services.js";

/** How the suite gets to a credential of this strategy, and to what its owner would type. Made anew for each test. */
export interface StrategyCase {
  readonly strategy: Strategy;
  /** The credential of an operator who has this strategy. */
  own(services: Services): Json | Promise<Json>;
  /** What is right for it at `services.now`. `mails` are what its challenge has sent, the newest last; `shown` is its `show`. */
  right(
    services: Services,
    own: Json,
    mails: readonly Mail[],
    shown: Shown | undefined,
  ): Input | Promise<Input>;
  /** Fields in which anything may be typed: a name that its owner gives it. Default: none. */
  readonly free?: readonly string[];
  /** An input is good once only: by what `consume` keeps, or because its challenge ends with it. */
  readonly once: "consume" | "challenge" | "never";
  /** What is right for an enrolment that was begun, where the strategy has one. */
  enrol?(services: Services, begun: Json): Input | Promise<Input>;
  /** How many messages have gone out, where a challenge sends by another way than `services.send`. */
  sent?(): number;
}

/** A case at one moment: a credential, its challenge, and the right input. */
export interface Prepared {
  readonly strategy: Strategy;
  readonly services: Services;
  readonly held: Held<Json>;
  readonly challenge: Json | undefined;
  readonly right: Input;
  /** What has gone out by `services.send` so far. */
  readonly mails: readonly Mail[];
  /** Messages that have gone out so far, by whichever way. */
  sent(): number;
}

/** As a store gives it back: a copy that nobody else holds, and that nobody can change unseen. */
export function stored<T extends Json | undefined>(value: T): T {
  return value === undefined ? value : freeze(JSON.parse(JSON.stringify(value)));
}

function freeze<T>(value: T): T {
  if (typeof value === "object" && value !== null) Object.values(value).forEach(freeze);
  return Object.freeze(value);
}

export async function prepare(given: StrategyCase): Promise<Prepared> {
  const { strategy } = given;
  await strategy.ready?.();
  const { mailer, mails } = mailbox();
  const services = servicesFor(strategy, { mailer });
  const held = { id: "credential", own: stored(await given.own(services)) };
  const start = await strategy.challenge?.(services, held, [held]);
  await start?.deliver?.();
  const right = await given.right(services, held.own, mails, start?.show);
  const sent = () => mails.length + (given.sent?.() ?? 0);
  return { strategy, services, held, challenge: stored(start?.data), right, mails, sent };
}
