import { z } from "zod";
import type { Operator } from "../contract/index.js";
import { enterByCode } from "../core/join.js";
import { setupLife } from "../core/numbers.js";
import { type Mode, modes } from "../core/policy.js";
import type { Rules } from "../core/rules.js";
import { codeHash, randomId } from "../crypto/index.js";
import { MfaError } from "../errors/index.js";
import { endPrevious, opened, proceed } from "./arrival.js";
import { check, readBody } from "./body.js";
import { type Caller, callerIn } from "./caller.js";
import { readClient } from "./client.js";
import { commit } from "./commit.js";
import { addressOf, carriedIn, type Exchange, flowUrl } from "./exchange.js";
import { landing } from "./landing.js";
import { newFirstFactor } from "./new-credential.js";
import type { Reply } from "./reply.js";
import { readSetup, typedSetup } from "./setup-form.js";
import { setupModes, setupView } from "./setup-view.js";
import { mint } from "./token.js";

/** `GET /setup`: the first start. Whoever has begun goes on where they were (`?again`: begins anew); where all is set up there is nothing. */
export async function setup(x: Exchange, caller: Caller | undefined): Promise<Reply> {
  if ((await x.parts.firstStart.state()) === "done") {
    if (!x.page) throw new MfaError("ERR_MFA_NOT_FOUND");
    return { view: { state: "sign-in" }, goTo: flowUrl(x.site, { fresh: false }) };
  }
  if (caller !== undefined && !x.query.has("again")) return landing(x, caller, carriedIn(x));
  return { view: await setupView(x) };
}

/** `POST /setup`: the first engineer and the policy. Until they have proved who they are, it can be begun again with the code. */
export async function beginSetup(x: Exchange): Promise<Reply> {
  const { parts } = x;
  const body = await readBody(x);
  const client = readClient(x, body);
  if ((await parts.firstStart.state()) === "done") throw new MfaError("ERR_MFA_SET_UP");
  const code = typeof body.setupCode === "string" ? body.setupCode.slice(0, 100) : "";
  const hash = codeHash(code);
  const refused = await refusedCode(x, hash);
  if (hash === undefined || refused !== undefined) {
    const notice = refused ?? { code: "ERR_MFA_CODE" };
    return { view: await setupView(x, typedSetup(body)), notice };
  }
  // The code was right, so its owner need not type it again.
  const view = await setupView(x, { ...typedSetup(body), setupCode: code });
  const { username, email, mode, errors } = readSetup(body, view);
  const profile = { username, ...(email !== undefined && { email }) };
  const operator: Operator = { id: randomId(parts.random), role: "engineer", ...profile };
  const chosen = await newFirstFactor(parts, operator, draftRules(x, mode), body, x);
  const wrong = { ...chosen.errors, ...errors };
  if (chosen.credential === undefined || Object.keys(wrong).length > 0)
    return { view, notice: { code: "ERR_MFA_INPUT", errors: wrong } };

  if (!(await parts.firstStart.begin(operator.id, { mode }))) throw new MfaError("ERR_MFA_SET_UP");
  await parts.directory.add(profile, operator.id, [chosen.credential]);
  const rules = await parts.rules({ fresh: true });
  const fresh = { token: mint(parts.random), device: mint(parts.random) };
  const entrance = { id: randomId(parts.random), hash };
  const first = { credential: chosen.credential, client, fresh };
  const step = await commit(parts, rules, operator.id, (record, now) =>
    enterByCode(record, rules, { ...entrance, at: now, expires: now + setupLife }, first, now),
  );
  const current = (await parts.rules({ fresh: true })).system.setup?.operator;
  if (step === undefined || step.outcome.is === "wrong" || current !== operator.id) {
    // Somebody else began a moment later: theirs counts.
    await parts.directory.remove(operator.id);
    throw new MfaError("ERR_MFA_SET_UP");
  }
  await endPrevious(x);
  return opened(x, { rules, record: step.record, kind: client.kind, fresh }, step.outcome);
}

/** 80 bits are not guessed: the count per address only keeps the noise down. */
async function refusedCode({ parts, req }: Exchange, hash: string | undefined): Promise<Reply["notice"]> {
  const address = addressOf(req);
  const retryAfter = parts.addresses.waiting(address);
  if (retryAfter > 0) return { code: "ERR_MFA_WAIT", retryAfter };
  const judged = await parts.firstStart.judge(hash);
  if (judged === "right") return undefined;
  const late = parts.addresses.charge(address);
  if (late > 0) return { code: "ERR_MFA_WAIT", retryAfter: late };
  return { code: judged === "expired" ? "ERR_MFA_CODE_EXPIRED" : "ERR_MFA_CODE" };
}

export const setupModeBody = z.object({ mode: z.string("choice").max(32, "choice") });

/** `POST /setup/mode`: another mode, by whoever is at it: the first mail did not go out, or there is no phone at hand. */
export async function changeSetupMode(x: Exchange, caller: Caller): Promise<Reply> {
  const { parts } = x;
  const { operator, ref } = caller;
  if (caller.rules.system.setup?.operator !== operator.id) throw new MfaError("ERR_MFA_SET_UP");
  const { mode } = check(setupModeBody, await readBody(x));
  const wished = setupModes(parts.catalogue).find((one) => one === mode);
  if (wished === undefined) throw new MfaError("ERR_MFA_INPUT", { errors: { mode: "choice" } });
  if (!(await parts.firstStart.choose(operator.id, { mode: wished }))) throw new MfaError("ERR_MFA_SET_UP");
  const rules = await parts.rules({ fresh: true });
  const after = callerIn(caller.record, rules, ref, parts.clock());
  if (after === undefined) throw new MfaError("ERR_MFA_SIGN_IN");
  return proceed(x, after, { fresh: false });
}

/** The rules as they would be: whether the password stands alone decides how long it must be. */
function draftRules({ parts }: Exchange, mode: Mode): Rules {
  const policy = { strategies: modes[mode], reauthDays: 0, version: 0 };
  const system = { version: 1, policy, engineers: [], epoch: 0, trustEpoch: 0 } as const;
  return { system, catalogue: parts.catalogue, session: { absolute: 0, idle: 0 } };
}
