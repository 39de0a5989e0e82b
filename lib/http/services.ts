import type { Operator, Services, Strategy } from "../contract/index.js";
import { mfaIsOff } from "../core/next.js";
import type { Rules } from "../core/rules.js";
import type { Parts } from "./parts.js";

/** What a strategy is given to work with, for one operator at one moment. */
export function servicesFor(parts: Parts, strategy: Strategy, operator: Operator, rules: Rules): Services {
  const { issuer, keyring, mailer, random } = parts;
  const purpose = `strategy:${strategy.id}`;
  return {
    operator,
    issuer,
    now: parts.clock(),
    random,
    mailer,
    words: strategy.messages.en,
    language: "en",
    alone: mfaIsOff(rules),
    mac: (text) => keyring.mac(purpose, `${operator.id}:${text}`),
    macFits: (text, mac) => keyring.macFits(purpose, `${operator.id}:${text}`, mac),
  };
}
