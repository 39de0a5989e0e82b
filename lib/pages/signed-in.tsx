import type { View } from "../contract/index.js";
import type { PageContext } from "./context.js";
import { Action } from "./form.js";
import type { Page } from "./page.js";
import { PasswordWarning } from "./password-warning.js";
import { Person } from "./person.js";

export function signedInPage(view: Extract<View, { state: "signed-in" }>, context: PageContext): Page {
  const { page, signedIn, card } = context.locale;
  const { operator, passwordChange, returnTo } = view;
  return {
    title: signedIn.title,
    content: (
      <>
        <Person text={page.signedInAs} operator={operator} />
        {passwordChange && <PasswordWarning context={context} />}
        <p class="links">
          {returnTo !== undefined && (
            <a class="main" href={returnTo}>
              {signedIn.goOn}
            </a>
          )}
          <a href={`${context.mount}/card`}>{signedIn.card}</a>
        </p>
        <Action context={{ ...context, carried: {} }} action="/sign-out" label={card.signOut} />
      </>
    ),
  };
}
