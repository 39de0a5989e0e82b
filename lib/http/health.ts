import type { Caller } from "./caller.js";
import type { Exchange } from "./exchange.js";
import { healthOf } from "./health-of.js";
import type { Reply } from "./reply.js";
import { engineer } from "./settings.js";
import { operatorView } from "./views.js";

/** `GET /health`: how the system does, to system engineers. */
export async function health({ parts }: Exchange, caller: Caller): Promise<Reply> {
  const { operator, rules } = engineer(caller);
  return {
    view: { state: "health", operator: operatorView(operator), health: await healthOf(parts, rules) },
  };
}
