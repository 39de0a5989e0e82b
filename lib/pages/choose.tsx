import type { View } from "../contract/index.js";
import type { PageContext } from "./context.js";
import { Leave } from "./leave.js";
import type { Page } from "./page.js";
import { Person } from "./person.js";
import { carriedBy } from "./purpose.js";
import { StrategyButtons } from "./strategy-buttons.js";

/** Which second factor: each that the operator has, and each that may be set up. The preferred one first. */
export function choosePage(view: Extract<View, { state: "choose" }>, context: PageContext): Page {
  const { purpose, operator, strategies, returnTo } = view;
  const { page, purpose: purposes } = context.locale;
  const { choose, text } = purposes[purpose];
  const signedIn = context.signedIn ?? purpose === "step-up";
  return {
    title: choose,
    content: (
      <>
        <Person text={signedIn ? page.signedInAs : page.signingInAs} operator={operator} />
        {text !== "" && <p>{text}</p>}
        <StrategyButtons
          context={context}
          strategies={strategies}
          returnTo={returnTo}
          hidden={carriedBy(purpose)}
        />
        <Leave context={context} signedIn={signedIn} />
      </>
    ),
  };
}
