import { z } from "zod";
import type { NewInvitation, Operator } from "../contract/index.js";
import type { Doer } from "../core/events.js";
import { invite } from "../core/invitation.js";
import { join } from "../core/join.js";
import type { Rules } from "../core/rules.js";
import { assertEngineer, operatorOf } from "../core/system.js";
import { codeHash, mintCode } from "../crypto/index.js";
import { MfaError } from "../errors/index.js";
import { endPrevious, opened } from "./arrival.js";
import { check, readBody, text } from "./body.js";
import { arrivingClient, deviceIn, readClient } from "./client.js";
import { commit } from "./commit.js";
import { addressOf, type Exchange } from "./exchange.js";
import { newFirstFactor } from "./new-credential.js";
import type { Parts } from "./parts.js";
import type { Reply } from "./reply.js";
import type { Site } from "./site.js";
import { mint } from "./token.js";

/** A code for somebody who has never come in; told once, to the engineer who asks for it. */
export async function inviteOperator(
  parts: Parts,
  rules: Rules,
  operator: string,
  { site = parts.sites.first, by }: { readonly site?: Site; readonly by?: Doer } = {},
): Promise<NewInvitation> {
  assertEngineer(rules.system, by?.by);
  const { text: code, ...minted } = mintCode(parts.random);
  const step = await commit(parts, rules, operator, (record, now) => invite(record, rules, minted, now, by));
  if (step === undefined) throw new MfaError("ERR_MFA_NOT_FOUND");
  if (step.outcome.is === "turn") throw new MfaError("ERR_MFA_TURN");
  return { code, expires: step.outcome.expires, url: site.origin + site.at("/invitation") };
}

/** `GET /invitation`: says the same to everybody. */
export async function invitation(): Promise<Reply> {
  return { view: { state: "invitation" } };
}

export const invitationBody = z.object({ username: text(256), code: text(100), ...arrivingClient });

/** `POST /invitation`: the code, and the password that its holder chooses. Name and code are wrong together. */
export async function acceptInvitation(x: Exchange): Promise<Reply> {
  const { parts, req } = x;
  const body = await readBody(x);
  const view = { state: "invitation" } as const;
  const { username, code } = check(invitationBody, body);
  const client = readClient(x, body);
  const typed = { username };
  const address = addressOf(req);
  const waits = (retryAfter: number): Reply => ({
    view,
    notice: { code: "ERR_MFA_WAIT", retryAfter, typed },
  });
  const wait = parts.addresses.waiting(address);
  if (wait > 0) return waits(wait);
  const wrong = (): Reply => {
    const late = parts.addresses.charge(address);
    return late > 0 ? waits(late) : { view, notice: { code: "ERR_MFA_CODE", typed } };
  };
  const hash = codeHash(code);
  const [rules, found] = await Promise.all([parts.rules({ fresh: true }), parts.directory.find(username)]);
  if (hash === undefined || found?.invitation?.hash !== hash || rules.system.setup !== undefined)
    return wrong();
  const operator: Operator = operatorOf(found, rules.system);
  const chosen = await newFirstFactor(parts, operator, rules, body, x);
  if (chosen.credential === undefined)
    return { view: { ...view, code }, notice: { code: "ERR_MFA_INPUT", errors: chosen.errors, typed } };
  const device = deviceIn(x, found, rules, client.kind)?.token;
  const fresh = { token: mint(parts.random), device: mint(parts.random) };
  const first = {
    hash,
    credential: chosen.credential,
    client,
    ...(device !== undefined && { device }),
    fresh,
  };
  const step = await commit(parts, rules, found.id, (record, now) => join(record, rules, first, now));
  if (step === undefined || step.outcome.is === "wrong") return wrong();
  await endPrevious(x);
  return opened(x, { rules, record: step.record, kind: client.kind, fresh }, step.outcome);
}
