import { fillIn, moment } from "../locales/index.js";
import type { PageProps } from "./context.js";
import { EngineerNav } from "./engineer-nav.js";
import { HealthList } from "./health.js";
import { Confirm, Person } from "./parts.js";
import { MailTest } from "./settings-mail.js";
import { PolicyForm } from "./settings-policy.js";

/** Options → Security: what is asked of everybody. */
export function Settings({ view, context }: PageProps<"settings">) {
  const { Layout } = context.pages;
  const { health, settings } = context.language.locale;
  return (
    <Layout context={context} title={settings.title} notice={context.notice} wide>
      <Person context={context} operator={view.operator} signedIn />
      <EngineerNav context={context} current="/settings" />
      {view.breakGlass !== undefined && (
        <div class="warning">
          <p>
            {fillIn(settings.breakGlass, {
              username: view.breakGlass.username,
              when: moment(context.language.tag, view.breakGlass.at),
            })}
          </p>
        </div>
      )}
      {view.policy.strategies.length === 0 && (
        <div class="warning">
          <p>{settings.off}</p>
        </div>
      )}
      {!view.fresh && (
        <Confirm context={context} confirm={view.confirm} page="/settings" label={settings.confirm} />
      )}
      <PolicyForm view={view} context={context} />
      <section>
        <h2>{settings.mail.title}</h2>
        <MailTest view={view} context={context} />
      </section>
      {view.health !== undefined && (
        <section id="health">
          <h2>{health.title}</h2>
          <HealthList health={view.health} context={context} />
        </section>
      )}
    </Layout>
  );
}
