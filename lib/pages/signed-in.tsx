import { fillIn } from "../locales/index.js";
import type { PageProps } from "./context.js";
import { Action } from "./form.js";
import { PasswordWarning, Person } from "./parts.js";

export function SignedIn({ view, context }: PageProps<"signed-in">) {
  const { Layout } = context.pages;
  const { signedIn, card } = context.language.locale;
  const { operator, passwordChange, returnTo } = view;
  const { home, issuer } = context;
  const onward = returnTo ?? home;
  return (
    <Layout context={context} title={signedIn.title} notice={context.notice}>
      <Person context={context} operator={operator} signedIn />
      {passwordChange && <PasswordWarning context={context} />}
      <div class="choices">
        {onward !== undefined && (
          <a class="button main" href={onward}>
            {returnTo === undefined ? fillIn(signedIn.home, { issuer }) : signedIn.goOn}
          </a>
        )}
        <a class="button" href={context.at("/card")}>
          {signedIn.card}
        </a>
        {operator.role === "engineer" && (
          <>
            <a class="button" href={context.at("/settings")}>
              {signedIn.settings}
            </a>
            <a class="button" href={context.at("/operators")}>
              {signedIn.operators}
            </a>
            <a class="button" href={context.at("/audit")}>
              {signedIn.audit}
            </a>
            <a class="button" href={context.at("/health")}>
              {signedIn.health}
            </a>
          </>
        )}
      </div>
      <div class="leave">
        <Action context={{ ...context, carried: {} }} action="/sign-out" label={card.signOut} look="quiet" />
      </div>
    </Layout>
  );
}
