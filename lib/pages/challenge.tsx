import type { SentView, View } from "../contract/index.js";
import { type PageContext, wordsOf } from "./context.js";
import { Fields } from "./fields.js";
import { fill } from "./fill.js";
import { Action, Form } from "./form.js";
import { Leave } from "./leave.js";
import type { Page } from "./page.js";
import { Person } from "./person.js";
import { fieldErrors } from "./problem.js";
import { carriedBy } from "./purpose.js";
import { StrategyButtons } from "./strategy-buttons.js";
import { days, duration, inTime } from "./time.js";

export type ChallengeView = Extract<View, { state: "challenge" }>;

/** The code is asked for; or first the start of a challenge, where there is one to start. */
export function challengePage(view: ChallengeView, context: PageContext): Page {
  const { purpose, operator, strategy, strategies, sent, returnTo } = view;
  const { page, purpose: purposes, challenge } = context.locale;
  const { challenge: title, text } = purposes[purpose];
  const signedIn = context.signedIn ?? purpose === "step-up";
  const starts = strategies.find(({ id }) => id === strategy)?.starts ?? false;
  const others = strategies.filter(
    ({ id, enrolled, enrollable }) => id !== strategy && (enrolled || enrollable),
  );
  const words = wordsOf(context, strategy);
  const form = { context, action: `/challenge/${strategy}`, returnTo, hidden: carriedBy(purpose) };
  return {
    title,
    content: (
      <>
        <Person text={signedIn ? page.signedInAs : page.signingInAs} operator={operator} />
        {text !== "" && <p>{text}</p>}
        {starts && sent === undefined ? (
          <>
            <h2>{words.name}</h2>
            <Action {...form} label={words.start ?? challenge.start} look="main" />
          </>
        ) : (
          <Answer view={view} context={context} />
        )}
        {starts && sent !== undefined && (
          <div class="again">
            {sent.again > 0 && (
              <p class="hint">{fill(challenge.againIn, { when: inTime(context.language, sent.again) })}</p>
            )}
            <Action {...form} label={challenge.again} look="quiet" />
          </div>
        )}
        {others.length > 0 && (
          <section>
            <h2>{challenge.others}</h2>
            <StrategyButtons {...form} strategies={others} />
          </section>
        )}
        <Leave context={context} signedIn={signedIn} />
      </>
    ),
  };
}

function Answer({ view, context }: { readonly view: ChallengeView; readonly context: PageContext }) {
  const { strategy, purpose, sent, trustDays, returnTo } = view;
  const { language, locale, strategies } = context;
  const words = wordsOf(context, strategy);
  const fields = strategies.get(strategy)?.fields ?? [];
  const names = fields.map(({ name }) => name);
  return (
    <Form
      context={context}
      action={`/challenge/${strategy}/verify`}
      returnTo={returnTo}
      hidden={carriedBy(purpose)}
    >
      <p>
        {fill(words.prompt, { to: sent?.to ?? "" })}
        {sent !== undefined && ` ${expiry(context, sent)}`}
      </p>
      <Fields fields={fields} words={words} errors={fieldErrors(context, names, words)} />
      {trustDays > 0 && (
        <div class="tick">
          <input id="trust" type="checkbox" name="trust" value="true" aria-describedby="trust-hint" />
          <label for="trust">{fill(locale.challenge.trust, { time: days(language, trustDays) })}</label>
          <p class="hint" id="trust-hint">
            {locale.challenge.trustHint}
          </p>
        </div>
      )}
      <button type="submit" class="main">
        {locale.challenge.submit}
      </button>
    </Form>
  );
}

function expiry({ language, locale }: PageContext, { expiresIn }: SentView): string {
  return fill(locale.challenge.expires, { time: duration(language, expiresIn) });
}
