import type { Operator, PasswordlessView, Strategy, View } from "../contract/index.js";
import { ticketLife } from "../core/numbers.js";
import type { Ticket } from "../core/passwordless.js";
import { opensAlone, type Rules } from "../core/rules.js";
import { randomId } from "../crypto/index.js";
import type { Exchange } from "./exchange.js";
import type { Parts } from "./parts.js";
import { servicesFor } from "./services.js";

export type Able = Strategy & Required<Pick<Strategy, "passwordless">>;

/** Who stands before the sign-in page. */
export const nobody: Operator = { id: "", username: "", role: "operator" };

const purposeOf = ({ id }: Strategy) => `ticket:${id}`;

/** Nothing of it is kept: it is signed, and good once. */
function mintTicket({ keyring, random, clock }: Parts, strategy: Strategy): string {
  const bare = `${randomId(random)}.${clock() + ticketLife}`;
  return `${bare}.${keyring.mac(purposeOf(strategy), bare)}`;
}

export function readTicket({ keyring }: Parts, strategy: Strategy, given: string): Ticket | undefined {
  const [id = "", expires = "", mac = "", ...rest] = given.split(".");
  if (rest.length > 0 || !keyring.macFits(purposeOf(strategy), `${id}.${expires}`, mac)) return undefined;
  return { id, expires: Number(expires) };
}

/** The sign-in page, with what is enough by itself where the policy says so. */
export async function withPasswordless<V extends View>(x: Exchange, view: V): Promise<V> {
  const able = [...x.parts.catalogue.values()].filter(isAble);
  if (view.state !== "sign-in" || able.length === 0) return view;
  const rules = await x.parts.rules();
  const offered = able.filter(({ id }) => opensAlone(rules, id));
  if (offered.length === 0 || rules.system.setup !== undefined) return view;
  const passwordless = await Promise.all(offered.map((strategy) => offer(x, rules, strategy)));
  return { ...view, passwordless };
}

export function isAble(strategy: Strategy): strategy is Able {
  return strategy.passwordless !== undefined;
}

async function offer(x: Exchange, rules: Rules, strategy: Able): Promise<PasswordlessView> {
  const ticket = mintTicket(x.parts, strategy);
  const services = servicesFor(x.parts, strategy, nobody, rules, x);
  const { show = {} } = await strategy.passwordless.challenge(services, ticket);
  return { strategy: strategy.id, ticket, expiresIn: ticketLife / 1000, data: show };
}
