import type { Health as Checks, HealthCheck } from "../contract/index.js";
import { fillIn, type Language } from "../locales/index.js";
import type { PageProps } from "./context.js";
import { Person } from "./parts.js";
import { textOf } from "./setup-others.js";

/** How the system does, on a page of its own. */
export function Health({ view, context }: PageProps<"health">) {
  const { Layout } = context.pages;
  const { health, settings } = context.language.locale;
  return (
    <Layout context={context} title={health.title} notice={context.notice} wide>
      <Person context={context} operator={view.operator} signedIn />
      <HealthList health={view.health} language={context.language} />
      <div class="leave">
        <a href={context.at("/settings")}>{settings.title}</a>
      </div>
    </Layout>
  );
}

/** Each check with its sign and a word for it: colour alone says nothing to everybody. */
export function HealthList({ health, language }: { readonly health: Checks; readonly language: Language }) {
  const { levels, checks } = language.locale.health;
  return (
    <ul class="list health">
      {health.map((check) => (
        <li key={check.id} class={`level-${check.level}`}>
          <div>
            <strong>{checks[check.id].name}</strong>
            <span class="badge">{levels[check.level]}</span>
          </div>
          <p>{sentence(check, language)}</p>
          {check.detail !== undefined && <p class="hint">{check.detail}</p>}
        </li>
      ))}
    </ul>
  );
}

function sentence(check: HealthCheck, { locale, tag }: Language): string {
  const { count = 0, usernames = [], seconds = 0, milliseconds = 0 } = check;
  const number = new Intl.NumberFormat(tag);
  const more = count > usernames.length ? " …" : "";
  return fillIn(textOf(locale.health.checks[check.id], check.is), {
    count: number.format(count),
    names: usernames.join(", ") + more,
    seconds: number.format(seconds),
    milliseconds: number.format(milliseconds),
  });
}
