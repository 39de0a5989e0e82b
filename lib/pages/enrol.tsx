import type { EnrolmentView, View } from "../contract/index.js";
import { type PageContext, wordsOf } from "./context.js";
import { Fields } from "./fields.js";
import { fill } from "./fill.js";
import { Action, Form } from "./form.js";
import { Leave } from "./leave.js";
import type { Page } from "./page.js";
import { Person } from "./person.js";
import { fieldErrors } from "./problem.js";
import { StrategyButtons } from "./strategy-buttons.js";

export type EnrolView = Extract<View, { state: "enrol" }>;

/** Setting up a strategy: what must come first, which one, or the one under way. */
export function enrolPage(view: EnrolView, context: PageContext): Page {
  const { page } = context.locale;
  const signedIn = context.signedIn ?? false;
  const { title, content } = stepOf(view, context);
  return {
    title,
    content: (
      <>
        <Person text={signedIn ? page.signedInAs : page.signingInAs} operator={view.operator} />
        {content}
        <Leave context={context} signedIn={signedIn} />
      </>
    ),
  };
}

function stepOf(view: EnrolView, context: PageContext): Page {
  const { confirm, strategy, strategies, enrolment, returnTo } = view;
  const { enrol } = context.locale;
  if (strategy !== undefined && enrolment !== undefined) {
    const { name } = wordsOf(context, strategy);
    return {
      title: fill(enrol.titleOf, { name }),
      content: <UnderWay context={context} id={strategy} enrolment={enrolment} returnTo={returnTo} />,
    };
  }
  if (confirm === null) return { title: enrol.engineerTitle, content: <p>{enrol.engineerText}</p> };
  if (confirm !== undefined) {
    const { name } = wordsOf(context, confirm);
    return {
      title: enrol.confirmTitle,
      content: (
        <>
          <p>{fill(enrol.confirmText, { name })}</p>
          <Action
            context={context}
            action={`/challenge/${confirm}`}
            returnTo={returnTo}
            label={fill(enrol.confirmStart, { name })}
            look="main"
          />
        </>
      ),
    };
  }
  const open = strategies.filter(({ enrolled, enrollable }) => enrollable && !enrolled);
  if (open.length === 0) return { title: enrol.title, content: <p>{enrol.nothing}</p> };
  return {
    title: enrol.title,
    content: (
      <>
        <p>{enrol.text}</p>
        <StrategyButtons context={context} strategies={open} returnTo={returnTo} />
      </>
    ),
  };
}

interface UnderWayProps {
  readonly context: PageContext;
  readonly id: string;
  readonly enrolment: EnrolmentView;
  readonly returnTo?: string | undefined;
}

function UnderWay({ context, id, enrolment, returnTo }: UnderWayProps) {
  const { image, text } = enrolment;
  const strategy = context.strategies.get(id);
  const words = wordsOf(context, id);
  const fields = strategy?.enrol?.fields ?? strategy?.fields ?? [];
  const names = fields.map(({ name }) => name);
  return (
    <>
      {words.enrol !== undefined && <p>{words.enrol}</p>}
      {image !== undefined && (
        <p class="picture">
          <img src={image.src} alt={words[image.alt] ?? image.alt} />
        </p>
      )}
      {text !== undefined && (
        <dl>
          <dt>{words[text.label] ?? text.label}</dt>
          <dd class="key">{inGroups(text.value)}</dd>
        </dl>
      )}
      <Form context={context} action={`/enrol/${id}/verify`} returnTo={returnTo}>
        <Fields fields={fields} words={words} errors={fieldErrors(context, names, words)} />
        <button type="submit" class="main">
          {context.locale.enrol.submit}
        </button>
      </Form>
    </>
  );
}

/** A key is easier to type in groups of four. Apps take it with the spaces. */
function inGroups(value: string): string {
  return /^\w+$/.test(value) ? value.replace(/.{4}(?=.)/g, "$& ") : value;
}
