import type { SentView } from "../contract/index.js";
import { days, duration, fillIn, inTime, timeOfDay } from "../locales/index.js";
import type { PageContext, PageProps, ViewOf } from "./context.js";
import { Fields } from "./fields.js";
import { Action, Form, type FormProps } from "./form.js";
import { carriedBy, isSignedIn, Leave, Person, Repeat } from "./parts.js";
import { fieldErrors, inWordsOf } from "./problem.js";
import { isScripted, StrategyScript, scriptData } from "./scripted.js";
import { SetupOthers } from "./setup-others.js";
import { HostLogin } from "./sign-in.js";
import { StrategyButtons } from "./strategy-buttons.js";

type ChallengeView = ViewOf<"challenge">;

/** The code is asked for; or first the start of a challenge, where there is one to start. */
export function Challenge({ view, context }: PageProps<"challenge">) {
  const { Layout } = context.pages;
  const { purpose, operator, strategy, strategies, sent, returnTo } = view;
  const { locale, wordsOf } = context.language;
  const { challenge: title, text } = locale.purpose[purpose];
  const signedIn = isSignedIn(context, purpose);
  const starts = strategies.find(({ id }) => id === strategy)?.starts ?? false;
  const others = strategies.filter(
    ({ id, enrolled, enrollable }) => id !== strategy && (enrolled || enrollable),
  );
  const words = wordsOf(strategy);
  const asked = !starts || sent !== undefined;
  const form = { context, action: `/challenge/${strategy}`, returnTo, hidden: carriedBy(purpose) };
  return (
    <Layout
      context={context}
      title={purpose === "sign-in" && asked ? (words.title ?? title) : title}
      notice={inWordsOf(context.notice, words)}
    >
      <Person context={context} operator={operator} signedIn={signedIn} />
      {text !== "" && <p>{text}</p>}
      <Repeat context={context} />
      {view.hostLogin !== undefined ? (
        <HostLogin url={view.hostLogin} words={words} main />
      ) : asked ? (
        <Answer view={view} context={context} />
      ) : (
        <Action {...form} label={words.start ?? locale.challenge.start} look="main" />
      )}
      {asked && <Trouble strategy={strategy} context={context} />}
      {sent !== undefined && sent.data === undefined && <Again form={form} sent={sent} />}
      {others.length > 0 ? (
        <section>
          <h2>{locale.challenge.others}</h2>
          <StrategyButtons {...form} strategies={others} />
        </section>
      ) : (
        // Whoever sets the system up has nobody to ask, and another mode below.
        view.setup === undefined && <p class="hint">{locale.challenge.lost}</p>
      )}
      <SetupOthers context={context} setup={view.setup} />
      <Leave context={context} signedIn={signedIn} />
    </Layout>
  );
}

function Answer({ view, context }: { readonly view: ChallengeView; readonly context: PageContext }) {
  const { strategy, purpose, sent, trustDays, returnTo } = view;
  const { issuer, language, strategies } = context;
  const { challenge } = language.locale;
  const words = language.wordsOf(strategy);
  const fields = strategies.get(strategy)?.fields ?? [];
  const names = fields.map(({ name }) => name);
  return (
    <Form
      context={context}
      action={`/challenge/${strategy}/verify`}
      returnTo={returnTo}
      hidden={carriedBy(purpose)}
      data={scriptData({ context, id: strategy, data: sent?.data })}
    >
      <StrategyScript context={context} id={strategy} fields={fields} />
      <p>
        {fillIn(words.prompt, { to: sent?.to ?? "", issuer })}
        {sent !== undefined &&
          sent.data === undefined &&
          ` ${fillIn(challenge.expires, { time: duration(language.tag, sent.expiresIn) })}`}
      </p>
      <Fields
        context={context}
        fields={fields}
        words={words}
        errors={fieldErrors(context, context.notice, names, words)}
        bySelf={trustDays === 0}
      />
      {trustDays > 0 && (
        <div class="tick">
          <input id="trust" type="checkbox" name="trust" value="true" aria-describedby="trust-hint" />
          <label for="trust">{fillIn(challenge.trust, { time: days(language.tag, trustDays) })}</label>
          <p class="hint" id="trust-hint">
            {challenge.trustHint}
          </p>
        </div>
      )}
      <button type="submit" class="main" hidden={isScripted(context, strategy)}>
        {words.answer ?? challenge.submit}
      </button>
    </Form>
  );
}

/** What to do when no code comes, or none fits. How far off a wrong code was is never told. */
function Trouble({ strategy, context }: { readonly strategy: string; readonly context: PageContext }) {
  const { language, issuer, now } = context;
  const { trouble, advice } = language.wordsOf(strategy);
  if (trouble === undefined || advice === undefined) return null;
  return (
    <details>
      <summary>{trouble}</summary>
      <p>{fillIn(advice, { issuer, time: timeOfDay(language.tag, now) })}</p>
    </details>
  );
}

/** Another code; the button is held back by a script until one may be asked for. */
function Again({ form, sent }: { readonly form: Omit<FormProps, "children">; readonly sent: SentView }) {
  const { tag, locale } = form.context.language;
  const { again, againIn, againNow } = locale.challenge;
  return (
    <div class="again">
      <Action {...form} label={again} look="quiet" id="again" />
      {sent.again > 0 && (
        <p
          class="hint"
          role="timer"
          data-wait={sent.again}
          data-text={againIn}
          data-done={againNow}
          data-holds="again"
        >
          {fillIn(againIn, { when: inTime(tag, sent.again) })}
        </p>
      )}
    </div>
  );
}
