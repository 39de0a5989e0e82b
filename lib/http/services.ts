import type { Operator, Services, Strategy } from "../contract/index.js";
import { mfaIsOff } from "../core/next.js";
import type { Rules } from "../core/rules.js";
import type { Language } from "../locales/index.js";
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
  const address = x && addressOf(x.req);
  let chosen: Language | undefined;
  const language = (): Language => {
    chosen ??= parts.languages.choose([operator.language, ...(x?.languages ?? [])]);
    return chosen;
  };
  return {
    operator,
    issuer,
    origins: originsFor(parts, x),
    now: parts.clock(),
    random,
    alone: mfaIsOff(rules),
    ...(address !== undefined && { address }),
    // Made when they are asked for: a look at a password needs none of them.
    get words() {
      return language().wordsOf(strategy.id);
    },
    get language() {
      return language().tag;
    },
    get client() {
      return clientName(x?.req.headers["user-agent"], language().locale);
    },
    mac: (text) => keyring.mac(purpose, `${operator.id}:${text}`),
    macFits: (text, mac) => keyring.macFits(purpose, `${operator.id}:${text}`, mac),
    async send(letter) {
      await post(parts, letter, language().tag);
    },
  };
}

function originsFor({ sites }: Parts, x: Exchange | undefined): readonly string[] {
  const here = (x?.site ?? sites.first).origin;
  return [here, ...sites.origins.filter((origin) => origin !== here)];
}
