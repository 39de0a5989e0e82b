import type { Operator, Services, Strategy } from "../contract/index.js";
import { mfaIsOff } from "../core/next.js";
import type { Rules } from "../core/rules.js";
import { clientName } from "../pages/index.js";
import { addressOf, type Exchange } from "./exchange.js";
import type { Parts } from "./parts.js";
import { post } from "./post.js";

/** What a strategy is given to work with, for one operator at one moment; `x` where a request asks for it. */
export function servicesFor(
  parts: Parts,
  strategy: Strategy,
  operator: Operator,
  rules: Rules,
  x?: Exchange,
): Services {
  const { issuer, keyring, random } = parts;
  const purpose = `strategy:${strategy.id}`;
  const language = parts.languages.choose([operator.language, ...(x?.languages ?? [])]);
  return {
    operator,
    issuer,
    origins: originsFor(parts, x),
    now: parts.clock(),
    random,
    words: language.wordsOf(strategy.id),
    language: language.tag,
    alone: mfaIsOff(rules),
    ...(x !== undefined && placeOf(x, language.locale)),
    mac: (text) => keyring.mac(purpose, `${operator.id}:${text}`),
    macFits: (text, mac) => keyring.macFits(purpose, `${operator.id}:${text}`, mac),
    async send(letter) {
      await post(parts, letter, language.tag);
    },
  };
}

function originsFor({ sites }: Parts, x: Exchange | undefined): readonly string[] {
  const here = (x?.site ?? sites.first).origin;
  return [here, ...sites.origins.filter((origin) => origin !== here)];
}

function placeOf(
  { req }: Exchange,
  locale: Parameters<typeof clientName>[1],
): Pick<Services, "client" | "address"> {
  const client = clientName(req.headers["user-agent"], locale);
  const address = addressOf(req);
  return { ...(client !== undefined && { client }), ...(address !== undefined && { address }) };
}
