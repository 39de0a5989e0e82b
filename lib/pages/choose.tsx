import type { PageProps } from "./context.js";
import { carriedBy, isSignedIn, Leave, Person, Repeat } from "./parts.js";
import { SetupOthers } from "./setup-others.js";
import { StrategyButtons } from "./strategy-buttons.js";

/** Which second factor: each that the operator has, and each that may be set up. The preferred one first. */
export function Choose({ view, context }: PageProps<"choose">) {
  const { Layout } = context.pages;
  const { purpose, operator, strategies, returnTo } = view;
  const { choose, text } = context.language.locale.purpose[purpose];
  const signedIn = isSignedIn(context, purpose);
  return (
    <Layout context={context} title={choose} notice={context.notice}>
      <Person context={context} operator={operator} signedIn={signedIn} />
      {text !== "" && <p>{text}</p>}
      <Repeat context={context} />
      <StrategyButtons
        context={context}
        strategies={strategies}
        returnTo={returnTo}
        hidden={carriedBy(purpose)}
      />
      <SetupOthers context={context} setup={view.setup} />
      <Leave context={context} signedIn={signedIn} />
    </Layout>
  );
}
