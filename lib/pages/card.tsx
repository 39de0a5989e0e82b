import type { CardView } from "../contract/index.js";
import { CardClients } from "./card-clients.js";
import { CardPassword } from "./card-password.js";
import { CardStrategies } from "./card-strategies.js";
import type { PageContext } from "./context.js";
import { Action } from "./form.js";
import type { Page } from "./page.js";
import { PasswordWarning } from "./password-warning.js";

/** The operator's own card. */
export function cardPage(view: CardView, context: PageContext): Page {
  const { card } = context.locale;
  const { operator, sessions, browsers, passwordChange } = view;
  const out = { ...context, carried: {} };
  return {
    title: card.title,
    content: (
      <>
        {passwordChange && <PasswordWarning context={context} />}
        <section>
          <h2>{card.you}</h2>
          <dl>
            <dt>{card.username}</dt>
            <dd>{operator.username}</dd>
            {operator.name !== undefined && (
              <>
                <dt>{card.name}</dt>
                <dd>{operator.name}</dd>
              </>
            )}
            <dt>{card.email}</dt>
            <dd>{operator.email ?? card.noEmail}</dd>
            <dt>{card.role}</dt>
            <dd>{card.roles[operator.role]}</dd>
          </dl>
        </section>
        <CardStrategies view={view} context={context} />
        <CardPassword view={view} context={context} />
        <section>
          <h2>{card.sessions}</h2>
          <CardClients clients={sessions} since={card.signedIn} context={context} />
        </section>
        <section>
          <h2>{card.browsers}</h2>
          {browsers.length === 0 ? (
            <p>{card.noBrowsers}</p>
          ) : (
            <CardClients clients={browsers} since={card.firstUsed} context={context} />
          )}
        </section>
        <section>
          <h2>{card.signOut}</h2>
          <Action context={out} action="/sign-out" label={card.signOut} />
          <Action
            context={out}
            action="/sign-out"
            hidden={{ everywhere: "true" }}
            label={card.signOutEverywhere}
          />
          <p class="hint">{card.signOutEverywhereHint}</p>
        </section>
      </>
    ),
  };
}
