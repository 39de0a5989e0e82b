import { z } from "zod";
import type { Operator } from "../contract/index.js";
import { waiting } from "../core/budget.js";
import type { OperatorRecord } from "../core/record.js";
import { firstFactor, heldBy, type Rules } from "../core/rules.js";
import { failOnDevice, openSignIn } from "../core/sign-in.js";
import { operatorOf } from "../core/system.js";
import { MfaError } from "../errors/index.js";
import { endPrevious, opened } from "./arrival.js";
import { auditPassword } from "./audit-failures.js";
import { check, readBody, readFields, text } from "./body.js";
import {
  arrivingClient,
  deviceIn,
  deviceOwnersIn,
  deviceTokenIn,
  type KnownDevice,
  readClient,
} from "./client.js";
import { commit } from "./commit.js";
import { assertSameOrigin } from "./evidence.js";
import { addressOf, carriedIn, type Exchange } from "./exchange.js";
import type { Reply } from "./reply.js";
import { servicesFor } from "./services.js";
import { chargeStrangers, type Guess, strangersWait } from "./strangers.js";
import { mint } from "./token.js";

export const signInBody = z.object({ username: text(256), ...arrivingClient });

/**
 * The first factor. Unknown name, wrong password and disabled operator take the same reads, one hash and one write, and
 * get the same answer; while there is a wait nothing is hashed, for known and unknown names alike.
 */
export async function signIn(x: Exchange): Promise<Reply> {
  const { parts, req } = x;
  const body = await readBody(x);
  const { username } = check(signInBody, body);
  const client = readClient(x, body);
  const { kind } = client;
  if (kind === "browser") assertSameOrigin(req, parts.sites);
  const strategy = firstFactor(parts.catalogue);
  if (strategy.hostLogin !== undefined)
    throw new MfaError("ERR_MFA_TURN", { detail: `sign in at ${strategy.hostLogin.url}` });
  const input = readFields(strategy.fields, body);
  const guess: Guess = { key: parts.directory.nameKey(username), address: addressOf(req) };
  const [rules, found, wait] = await Promise.all([
    parts.rules({ fresh: true }),
    parts.directory.find(username, deviceOwnersIn(x, kind)),
    strangersWait(parts, guess),
  ]);
  if (rules.system.setup !== undefined)
    throw new MfaError("ERR_MFA_NOT_READY", { detail: "the system is being set up", retryAfter: 60 });
  const device = found && deviceIn(x, found, rules, kind);
  const mustWait = device === undefined ? wait : waiting(device.known.passwords, x.now);
  if (mustWait > 0) return waits(x, mustWait, username);

  const operator = found === undefined ? stranger(username) : operatorOf(found, rules.system);
  const held = found && heldBy(found, rules, strategy.id);
  const finding = await strategy.judge(servicesFor(parts, strategy, operator, rules, x), held, input);

  if (finding.right && found?.enabled === true && held !== undefined) {
    // Parallel guesses: whoever is found right after the others have used up the budget is told to wait as well.
    const late = device === undefined ? await strangersWait(parts, guess) : 0;
    if (late > 0) return waits(x, late, username);
    const fresh = { token: mint(parts.random), device: mint(parts.random) };
    const token = deviceTokenIn(x, found, kind);
    const first = {
      strategy: strategy.id,
      credential: held.id,
      finding,
      client,
      fresh,
      ...(token !== undefined && { device: token }),
    };
    const step = await commit(parts, rules, found.id, (record, now) => openSignIn(record, rules, first, now));
    if (step?.outcome.is === "wait") return waits(x, step.outcome.wait, username);
    if (step?.outcome.is === "signed-in" || step?.outcome.is === "pending") {
      await endPrevious(x);
      return opened(x, { rules, kind, record: step.record, fresh }, step.outcome);
    }
  }
  return wrong(x, rules, { username, guess, found, device, kind, right: finding.right });
}

interface Failure {
  readonly username: string;
  readonly guess: Guess;
  readonly found: OperatorRecord | undefined;
  readonly device: KnownDevice | undefined;
  readonly kind: "browser" | "app";
  readonly right: boolean;
}

async function wrong(x: Exchange, rules: Rules, failure: Failure): Promise<Reply> {
  const { parts } = x;
  const { username, guess, found, device } = failure;
  if (found !== undefined && device !== undefined) {
    const step = await commit(parts, rules, found.id, (record, now) =>
      failOnDevice(record, rules, device.token, now),
    );
    if (step !== undefined && step.outcome.wait > 0) return waits(x, step.outcome.wait, username);
  } else {
    const wait = await chargeStrangers(parts, guess);
    if (wait > 0) return waits(x, wait, username);
  }
  auditPassword(x, failure.kind, found, failure.right);
  return { ...signInView(x), notice: { code: "ERR_MFA_CREDENTIALS", typed: { username } } };
}

function waits(x: Exchange, retryAfter: number, username: string): Reply {
  return { ...signInView(x), notice: { code: "ERR_MFA_WAIT", retryAfter, typed: { username } } };
}

function signInView(x: Exchange): Reply {
  const { returnTo } = carriedIn(x, x.req.body as Record<string, unknown>);
  return { view: { state: "sign-in", ...(returnTo !== undefined && { returnTo }) } };
}

/** Whoever goes by a name that nobody has. */
function stranger(username: string): Operator {
  return { id: "", username, role: "operator" };
}
