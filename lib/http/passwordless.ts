import { z } from "zod";
import type { Finding } from "../contract/index.js";
import { waiting } from "../core/budget.js";
import { type PasswordlessOutcome, signInAlone } from "../core/passwordless.js";
import type { OperatorRecord } from "../core/record.js";
import { heldFor, opensAlone, type Rules } from "../core/rules.js";
import { failOnDevice } from "../core/sign-in.js";
import { operatorOf } from "../core/system.js";
import { type ErrorCode, MfaError } from "../errors/index.js";
import { endPrevious, opened } from "./arrival.js";
import { check, readBody, readFields, text } from "./body.js";
import { arrivingClient, clientOf, deviceIn, deviceTokenIn, type KnownDevice, readClient } from "./client.js";
import { commit } from "./commit.js";
import { assertSameOrigin } from "./evidence.js";
import { addressOf, carriedIn, type Exchange } from "./exchange.js";
import { isAble, nobody, readTicket } from "./passwordless-offer.js";
import type { Reply } from "./reply.js";
import { servicesFor } from "./services.js";
import { chargeStrangers, type Guess, strangersWait } from "./strangers.js";
import { mint } from "./token.js";

export const passwordlessBody = z.object({ ticket: text(200), ...arrivingClient });

const codes: ReadonlyMap<PasswordlessOutcome["is"], ErrorCode> = new Map([
  ["expired", "ERR_MFA_CODE_EXPIRED"],
  ["used", "ERR_MFA_CODE_USED"],
  ["turn", "ERR_MFA_TURN"],
] as const);

/** Of the key of an operator: what is none is looked up nowhere. */
const idShape = /^[\w-]{22}$/;

/**
 * `POST /sign-in/:strategy`: one proof of two factors, by somebody who has not said who they are. Wrong ones are counted as wrong
 * passwords are, by the name of whoever is claimed and by address; no stranger writes an operator's record.
 */
export async function signInPasswordless(x: Exchange, strategyId: string): Promise<Reply> {
  const { parts } = x;
  const strategy = parts.catalogue.get(strategyId);
  if (strategy === undefined || !isAble(strategy)) throw new MfaError("ERR_MFA_NOT_FOUND");
  const body = await readBody(x);
  const { ticket: given } = check(passwordlessBody, body);
  const client = readClient(x, body);
  const { kind } = client;
  if (kind === "browser") assertSameOrigin(x.req, parts.sites);
  const rules = await parts.rules({ fresh: true });
  if (rules.system.setup !== undefined)
    throw new MfaError("ERR_MFA_NOT_READY", { detail: "the system is being set up", retryAfter: 60 });
  if (!opensAlone(rules, strategyId)) return refused(x, "ERR_MFA_TURN");
  const input = readFields(strategy.fields, body);
  const ticket = readTicket(parts, strategy, given);
  if (ticket === undefined) return refused(x, "ERR_MFA_CODE_EXPIRED");
  const claimed = strategy.passwordless.operatorIn(input) ?? "";
  const found = idShape.test(claimed) ? await parts.operators.read(claimed, { fresh: true }) : undefined;
  const key = parts.directory.nameKey(found?.username ?? `${strategyId} ${claimed}`.slice(0, 64));
  const device = found && deviceIn(x, found, rules, kind);
  const guess: Guess = { key, address: addressOf(x.req) };
  const wait = await waitOf(x, guess, device);
  if (wait > 0) return refused(x, "ERR_MFA_WAIT", wait);

  const held = found && heldFor(found, rules, strategyId, input);
  const operator = found === undefined ? nobody : operatorOf(found, rules.system);
  const services = servicesFor(parts, strategy, operator, rules, x);
  const asked = await strategy.passwordless.challenge(servicesFor(parts, strategy, nobody, rules, x), given);
  const finding = await strategy.judge(services, held, input, asked.data);
  const fresh = { token: mint(parts.random), device: mint(parts.random) };
  const attempt = (found: OperatorRecord, credential: string, counted: boolean) => {
    const token = deviceTokenIn(x, found, kind);
    const judged: Finding = counted ? { right: false, copied: true } : finding;
    const first = {
      ...{ strategy: strategyId, credential, finding: judged, client, fresh, ticket, counted },
      ...(token !== undefined && { device: token }),
    };
    return commit(parts, rules, found.id, (record, now) => signInAlone(record, rules, first, now));
  };
  let isCopy = false;
  if (found !== undefined && held !== undefined && (finding.right || finding.copied === true)) {
    const late = await waitOf(x, guess, device);
    if (late > 0) return refused(x, "ERR_MFA_WAIT", late);
    const step = await attempt(found, held.id, false);
    const outcome = step?.outcome;
    if (step !== undefined && outcome?.is === "signed-in") {
      await endPrevious(x);
      return opened(x, { rules, kind, record: step.record, fresh }, outcome);
    }
    if (outcome?.is === "wait") return refused(x, "ERR_MFA_WAIT", outcome.wait);
    const code = outcome && codes.get(outcome.is);
    if (code !== undefined) return refused(x, code);
    isCopy = outcome?.is === "copied";
  }
  const late = await charge(x, rules, guess, found, device);
  if (late > 0) return refused(x, "ERR_MFA_WAIT", late);
  if (!isCopy || found === undefined || held === undefined) {
    audit(x, kind, strategyId, found);
    return refused(x, "ERR_MFA_CODE");
  }
  // In the record, by whoever holds the key of it: as many as are told so, and no more.
  const step = await attempt(found, held.id, true);
  return refused(x, (step && codes.get(step.outcome.is)) ?? "ERR_MFA_CODE");
}

/** A known device has its own count; strangers share one by whom they claim to be, and one by address. */
async function waitOf({ parts }: Exchange, guess: Guess, device: KnownDevice | undefined): Promise<number> {
  if (device !== undefined) return waiting(device.known.passwords, parts.clock());
  return strangersWait(parts, guess);
}

/** Counts one that was wrong; the wait, where there is one by now and nothing was judged. */
async function charge(
  { parts }: Exchange,
  rules: Rules,
  guess: Guess,
  found: OperatorRecord | undefined,
  device: KnownDevice | undefined,
): Promise<number> {
  if (found !== undefined && device !== undefined) {
    const step = await commit(parts, rules, found.id, (record, now) =>
      failOnDevice(record, rules, device.token, now),
    );
    return step?.outcome.wait ?? 0;
  }
  return chargeStrangers(parts, guess);
}

function audit(
  x: Exchange,
  kind: "browser" | "app",
  strategy: string,
  found: OperatorRecord | undefined,
): void {
  x.parts.audit({
    type: "code-wrong",
    strategy,
    client: clientOf(x, kind),
    ...(found !== undefined && { operator: { id: found.id, username: found.username } }),
    collapse: `${strategy} ${found?.id ?? ""} ${addressOf(x.req)}`,
  });
}

function refused(x: Exchange, code: ErrorCode, retryAfter?: number): Reply {
  const { returnTo } = carriedIn(x, x.req.body as Record<string, unknown>);
  return {
    view: { state: "sign-in", ...(returnTo !== undefined && { returnTo }) },
    notice: { code, ...(retryAfter !== undefined && { retryAfter }) },
  };
}
