import type { ComponentChildren } from "preact";
import type { Field } from "../contract/index.js";
import { fillIn } from "../locales/index.js";
import type { PageContext, PageProps, ViewOf } from "./context.js";
import { EnrolmentUnderWay } from "./enrolment.js";
import { Fields } from "./fields.js";
import { Action, Form } from "./form.js";
import { Leave, Person } from "./parts.js";
import { fieldErrors, inWordsOf } from "./problem.js";
import { SetupOthers } from "./setup-others.js";
import { StrategyButtons } from "./strategy-buttons.js";

/** Setting up a strategy: what must come first, which one, or the one under way. */
export function Enrol({ view, context }: PageProps<"enrol">) {
  const { Layout } = context.pages;
  const signedIn = context.signedIn ?? false;
  const { title, content } = stepOf(view, context);
  const words = view.strategy === undefined ? {} : context.language.wordsOf(view.strategy);
  return (
    <Layout context={context} title={title} notice={inWordsOf(context.notice, words)}>
      <Person context={context} operator={view.operator} signedIn={signedIn} />
      {content}
      <SetupOthers context={context} setup={view.setup} />
      <Leave context={context} signedIn={signedIn} />
    </Layout>
  );
}

interface Step {
  readonly title: string;
  readonly content: ComponentChildren;
}

function stepOf(view: ViewOf<"enrol">, context: PageContext): Step {
  const { confirm, strategy, strategies, enrolment, returnTo } = view;
  const { locale, wordsOf } = context.language;
  const { enrol } = locale;
  if (strategy !== undefined && enrolment !== undefined) {
    return {
      title: fillIn(enrol.titleOf, { name: wordsOf(strategy).name }),
      content: (
        <EnrolmentUnderWay context={context} id={strategy} enrolment={enrolment} returnTo={returnTo} />
      ),
    };
  }
  if (confirm === null && view.handover === true) {
    return { title: enrol.handoverTitle, content: <HandoverForm context={context} returnTo={returnTo} /> };
  }
  if (confirm === null) return { title: enrol.engineerTitle, content: <p>{enrol.engineerText}</p> };
  if (confirm !== undefined) {
    const { name, start } = wordsOf(confirm);
    return {
      title: enrol.confirmTitle,
      content: (
        <>
          <p>{fillIn(enrol.confirmText, { name })}</p>
          <Action
            context={context}
            action={`/challenge/${confirm}`}
            returnTo={returnTo}
            label={start ?? fillIn(enrol.confirmStart, { name })}
            look="main"
          />
        </>
      ),
    };
  }
  // What was lost is set up anew.
  const open = strategies
    .filter(({ enrolled, enrollable }) => enrollable && (!enrolled || view.recovers))
    .map((one) => ({ ...one, enrolled: false }));
  if (open.length === 0) return { title: enrol.title, content: <p>{enrol.nothing}</p> };
  return {
    title: enrol.title,
    content: (
      <>
        <p>{view.recovers ? enrol.recovers : enrol.text}</p>
        <StrategyButtons context={context} strategies={open} returnTo={returnTo} />
      </>
    ),
  };
}

const handoverField: Field = {
  name: "code",
  label: "handoverCode",
  hint: "handoverCodeHint",
  type: "text",
  autocomplete: "off",
};

/** An engineer has reset them: the code that was given out opens the way. */
function HandoverForm({
  context,
  returnTo,
}: {
  readonly context: PageContext;
  readonly returnTo?: string | undefined;
}) {
  const { enrol } = context.language.locale;
  return (
    <Form context={context} action="/handover" returnTo={returnTo}>
      <p>{enrol.handoverText}</p>
      <Fields
        context={context}
        fields={[handoverField]}
        words={enrol}
        errors={fieldErrors(context, context.notice, [handoverField.name])}
      />
      <button type="submit" class="main">
        {enrol.handoverSubmit}
      </button>
    </Form>
  );
}
