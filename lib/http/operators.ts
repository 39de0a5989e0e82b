import { z } from "zod";
import type { AskedOperator, Role } from "../contract/index.js";
import type { Doer } from "../core/events.js";
import { invitable } from "../core/invitation.js";
import { randomId } from "../crypto/index.js";
import { type Profile, readProfile } from "../directory/index.js";
import { MfaError } from "../errors/index.js";
import { check, readBody, text } from "./body.js";
import type { Caller } from "./caller.js";
import { freshness } from "./card-view.js";
import type { Exchange } from "./exchange.js";
import { inviteOperator } from "./invitation.js";
import { operatorPageView, operatorsView } from "./operators-view.js";
import type { Reply } from "./reply.js";

/** `GET /operators?search=&page=&only=no-email`: everybody, to system engineers. */
export async function operators(x: Exchange, caller: Caller): Promise<Reply> {
  return { view: await operatorsView(x, caller, queryIn(x)) };
}

/** `POST /operators`: one more, with a code that lets them choose a password; told once, to the engineer who adds them. */
export async function addOperator(x: Exchange, caller: Caller): Promise<Reply> {
  const { parts } = x;
  const body = await readBody(x);
  assertFresh(x, caller);
  const asked = typedOperator(body);
  const id = randomId(parts.random);
  const refused = await refusal(async () => {
    await parts.directory.add(profileIn(body, asked.username ?? ""), id, [], doerOf(caller));
  });
  if (refused !== undefined) {
    const view = await operatorsView(x, caller, {}, asked);
    return { view, notice: { code: "ERR_MFA_INPUT", errors: refused } };
  }
  const rules = await parts.rules({ fresh: true });
  const record = await parts.operators.read(id, { fresh: true });
  if (record === undefined) throw new MfaError("ERR_MFA_NOT_FOUND");
  if (!invitable(record, rules)) return { view: operatorPageView(x, { ...caller, rules }, record) };
  const invitation = await inviteOperator(parts, rules, id, { site: x.site, by: doerOf(caller) });
  const invited = (await parts.operators.read(id, { fresh: true })) ?? record;
  return { view: operatorPageView(x, { ...caller, rules }, invited, { invitation }) };
}

/** The errors by field of what could not be done, where it was the input that did not fit. */
export async function refusal(
  work: () => Promise<void>,
): Promise<Readonly<Record<string, string>> | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    if (error instanceof MfaError && error.code === "ERR_MFA_INPUT" && error.errors !== undefined)
      return error.errors;
    throw error;
  }
}

const roles = { role: z.enum(["operator", "engineer"], "choice").default("operator") };
export const profileBody = z.object({
  name: text(1000).default(""),
  email: text(1000).default(""),
  ...roles,
});

/** Throws `ERR_MFA_INPUT`. An empty name or address is none. */
export function profileIn(body: unknown, username: string): Profile & { readonly role: Role } {
  const { name, email, role } = check(profileBody, body);
  const given = (value: string) => (value.trim() === "" ? undefined : value.trim());
  return { ...readProfile({ username, name: given(name), email: given(email) }), role };
}

/** What was typed, as it was typed: shown again, and nothing else is done with it. */
export function typedOperator(body: Readonly<Record<string, unknown>>): AskedOperator {
  const of = (name: string) => {
    const value = body[name];
    return typeof value === "string" ? value.slice(0, 254) : "";
  };
  return { username: of("username"), name: of("name"), email: of("email"), role: of("role") };
}

/** Changes are open to engineers who have just shown again who they are. */
export function assertFresh({ parts }: Exchange, caller: Caller): void {
  if (!freshness(caller, parts.clock()).fresh) throw new MfaError("ERR_MFA_STEP_UP");
}

/** Who does it, and from where, for the events of somebody else's record. */
export function doerOf({ operator, holder }: Caller): Doer {
  return { by: operator.id, client: holder.client };
}

function queryIn({ query }: Exchange) {
  const page = Number(query.get("page") ?? 1);
  return {
    search: (query.get("search") ?? "").slice(0, 254),
    withoutEmail: query.get("only") === "no-email",
    page: Number.isSafeInteger(page) && page > 0 ? page : 1,
  };
}
