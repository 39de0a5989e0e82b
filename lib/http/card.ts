import { z } from "zod";
import type { CardView } from "../contract/index.js";
import { cleanName, isName, longestName } from "../core/credential-name.js";
import { note } from "../core/events.js";
import { changeFirstFactor } from "../core/first-factor.js";
import { prefer, speak } from "../core/operator.js";
import type { OperatorRecord } from "../core/record.js";
import { type Removal, removeCredential, renameCredential } from "../core/removal.js";
import { heldBy } from "../core/rules.js";
import { MfaError } from "../errors/index.js";
import type { Locale } from "../locales/index.js";
import { check, readBody, text } from "./body.js";
import { type Caller, callerIn } from "./caller.js";
import { cardView, freshness } from "./card-view.js";
import { commit, commitAs } from "./commit.js";
import type { Exchange } from "./exchange.js";
import { newFirstFactor } from "./new-credential.js";
import { sendFile } from "./render.js";
import type { Reply } from "./reply.js";
import { servicesFor } from "./services.js";

/** `GET /card`: the operator's own, and nobody else's. */
export async function card({ parts }: Exchange, caller: Caller): Promise<Reply> {
  return { view: cardView(parts, caller) };
}

/** The card as it is in a record that was committed. */
function cardIn({ parts }: Exchange, caller: Caller, record: OperatorRecord): CardView {
  return cardView(parts, callerIn(record, caller.rules, caller.ref, parts.clock()) ?? caller);
}

/** @param done what a page says of the change */
function changed(x: Exchange, caller: Caller, record: OperatorRecord, done: keyof Locale["done"]): Reply {
  return { view: cardIn(x, caller, record), goTo: x.site.at(`/card?done=${done}`) };
}

/**
 * `GET /card/:strategy.svg` and `.png`: the picture that hands the credential to another device, to its owner only, after
 * a fresh proof of the strongest factor; noted, so that the owner can be told.
 */
export async function picture(
  x: Exchange,
  caller: Caller,
  strategyId: string,
  type: "svg" | "png",
): Promise<void> {
  const { parts } = x;
  const { record, rules, holder, operator } = caller;
  const strategy = parts.catalogue.get(strategyId);
  const held = heldBy(record, rules, strategyId);
  if (strategy?.picture === undefined || held === undefined) throw new MfaError("ERR_MFA_NOT_FOUND");
  if (!freshness(caller, parts.clock()).fresh) throw new MfaError("ERR_MFA_STEP_UP");
  const drawn = await strategy.picture(servicesFor(parts, strategy, operator, rules, x), held.own, type);
  const about = { strategy: strategyId, client: holder.client };
  await commit(parts, rules, operator.id, (current, now) => ({
    record: note(current, "picture-shown", now, about),
    outcome: undefined,
  }));
  sendFile(x, type === "svg" ? "image/svg+xml" : "image/png", drawn);
}

export const preferredBody = z.object({ strategy: text(32) });

/** `POST /card/preferred`: which second factor is offered first. */
export async function changePreferred(x: Exchange, caller: Caller): Promise<Reply> {
  const { parts } = x;
  const { rules, ref } = caller;
  const { strategy } = check(preferredBody, await readBody(x));
  const step = await commitAs(parts, caller, (record, now) => prefer(record, rules, ref, strategy, now));
  if (step.outcome.is === "turn") throw new MfaError("ERR_MFA_INPUT", { errors: { strategy: "choice" } });
  return changed(x, caller, step.record, "preferred");
}

/** `POST /card/strategies/:strategy/remove`: after a fresh proof; never the last that the policy needs. */
export async function removeStrategy(x: Exchange, caller: Caller, strategy: string): Promise<Reply> {
  await readBody(x);
  return remove(x, caller, { strategy });
}

async function remove(x: Exchange, caller: Caller, removal: Removal): Promise<Reply> {
  const { parts } = x;
  const { rules, ref } = caller;
  const step = await commitAs(parts, caller, (record, now) =>
    removeCredential(record, rules, ref, removal, now),
  );
  if (step.outcome.is === "unknown") throw new MfaError("ERR_MFA_NOT_FOUND");
  if (step.outcome.is === "confirm") throw new MfaError("ERR_MFA_STEP_UP");
  if (step.outcome.is === "last")
    return {
      view: cardIn(x, caller, step.record),
      notice: { code: "ERR_MFA_INPUT", errors: { strategy: "lastStrategy" } },
    };
  return changed(x, caller, step.record, "strategy-removed");
}

/** `POST /card/strategies/:strategy/:credential/remove`: one of several. */
export async function removeOne(x: Exchange, caller: Caller, removal: Required<Removal>): Promise<Reply> {
  await readBody(x);
  return remove(x, caller, removal);
}

export const nameBody = z.object({
  name: text(longestName).refine(isName, "characters"),
});

/** `POST /card/strategies/:strategy/:credential/name`: what its owner calls one of several. */
export async function renameOne(x: Exchange, caller: Caller, one: Required<Removal>): Promise<Reply> {
  const { parts } = x;
  const { rules, ref } = caller;
  const { name } = check(nameBody, await readBody(x));
  const named = { ...one, name: cleanName(name) ?? name };
  const step = await commitAs(parts, caller, (record, now) =>
    renameCredential(record, rules, ref, named, now),
  );
  if (step.outcome.is === "unknown") throw new MfaError("ERR_MFA_NOT_FOUND");
  return changed(x, caller, step.record, "renamed");
}

export const languageBody = z.object({ language: text(35).or(z.literal("")) });

/** `POST /card/language`: what the operator reads from now on; empty for what the browser says. */
export async function changeLanguage(x: Exchange, caller: Caller): Promise<Reply> {
  const { parts } = x;
  const { rules, ref } = caller;
  const { language } = check(languageBody, await readBody(x));
  if (language !== "" && !parts.languages.tags.includes(language))
    throw new MfaError("ERR_MFA_INPUT", { errors: { language: "choice" } });
  const step = await commitAs(parts, caller, (record, now) =>
    speak(record, rules, ref, language === "" ? undefined : language, now),
  );
  return changed(x, caller, step.record, "language");
}

/** `POST /card/password`: a new first factor, after a fresh proof. */
export async function changePassword(x: Exchange, caller: Caller): Promise<Reply> {
  const { parts } = x;
  const { rules, ref, operator } = caller;
  const body = await readBody(x);
  if (!freshness(caller, parts.clock()).fresh) throw new MfaError("ERR_MFA_STEP_UP");
  const { credential, errors } = await newFirstFactor(parts, operator, rules, body, x);
  if (credential === undefined)
    return { view: cardView(parts, caller), notice: { code: "ERR_MFA_INPUT", errors } };
  const step = await commitAs(parts, caller, (record, now) =>
    changeFirstFactor(record, rules, ref, credential, now),
  );
  if (step.outcome.is === "confirm") throw new MfaError("ERR_MFA_STEP_UP");
  return changed(x, caller, step.record, "password");
}
