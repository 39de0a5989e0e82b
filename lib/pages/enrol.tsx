import type { ComponentChildren } from "preact";
import { fillIn } from "../locales/index.js";
import type { PageContext, PageProps, ViewOf } from "./context.js";
import { EnrolmentUnderWay } from "./enrolment.js";
import { Action } from "./form.js";
import { Leave, Person } from "./parts.js";
import { SetupOthers } from "./setup-others.js";
import { StrategyButtons } from "./strategy-buttons.js";

/** Setting up a strategy: what must come first, which one, or the one under way. */
export function Enrol({ view, context }: PageProps<"enrol">) {
  const { Layout } = context.pages;
  const signedIn = context.signedIn ?? false;
  const { title, content } = stepOf(view, context);
  return (
    <Layout context={context} title={title} notice={context.notice}>
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
