import { fillIn } from "../locales/index.js";
import { ClientList } from "./card-clients.js";
import { EmailForm } from "./card-email.js";
import { LanguageForm, PasswordForm } from "./card-forms.js";
import { PreferredForm } from "./card-preferred.js";
import { Strategies } from "./card-strategies.js";
import type { PageProps } from "./context.js";
import { EngineerNav } from "./engineer-nav.js";
import { firstOf } from "./first-of.js";
import { Action } from "./form.js";
import { PasswordWarning } from "./parts.js";

/** The operator's own card. */
export function Card({ view, context }: PageProps<"card">) {
  const { Layout } = context.pages;
  const { card, signedIn } = context.language.locale;
  const { operator, sessions, browsers, passwordChange } = view;
  const out = { ...context, carried: {} };
  return (
    <Layout context={context} title={card.title} notice={context.notice} wide>
      {operator.role === "engineer" && <EngineerNav context={context} current="/card" />}
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
      <section>
        <h2>{card.strategies}</h2>
        <Strategies view={view} context={context} />
        <PreferredForm view={view} context={context} />
      </section>
      {view.elsewhere !== "read" && (
        <section id="email">
          <h2>{card.email}</h2>
          <EmailForm view={view} context={context} />
        </section>
      )}
      {firstOf(context)?.enrol !== undefined && (
        <section id="password">
          <h2>{card.password}</h2>
          <PasswordForm view={view} context={context} />
        </section>
      )}
      <section>
        <h2>{card.language}</h2>
        <LanguageForm view={view} context={context} />
      </section>
      <section>
        <h2>{card.sessions}</h2>
        <p class="hint">{card.sessionsHint}</p>
        <ClientList
          clients={sessions}
          since={card.signedIn}
          context={context}
          end={card.endSession}
          endAt={(id) => `/card/sessions/${id}/end`}
        />
      </section>
      <section>
        <h2>{card.browsers}</h2>
        {browsers.length === 0 ? (
          <p>{card.noBrowsers}</p>
        ) : (
          <>
            <p class="hint">{card.browsersHint}</p>
            <ClientList
              clients={browsers}
              since={card.firstUsed}
              context={context}
              end={card.forgetBrowser}
              endAt={(id) => `/card/browsers/${id}/end`}
            />
          </>
        )}
      </section>
      <section>
        <h2>{card.signOut}</h2>
        <div class="row">
          <Action context={out} action="/sign-out" label={card.signOut} />
          <Action
            context={out}
            action="/sign-out"
            hidden={{ everywhere: "true" }}
            label={card.signOutEverywhere}
          />
        </div>
        <p class="hint">{card.signOutEverywhereHint}</p>
      </section>
      {context.home !== undefined && (
        <div class="leave">
          <a href={context.home}>{fillIn(signedIn.home, { issuer: context.issuer })}</a>
        </div>
      )}
    </Layout>
  );
}
