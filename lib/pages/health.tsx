import type { Health, HealthLevel } from "../contract/index.js";
import type { PageContext, PageProps } from "./context.js";
import { EngineerNav } from "./engineer-nav.js";
import { type HealthLine, healthLines } from "./health-lines.js";
import { Person } from "./parts.js";

/** What an engineer should know of the system. */
export function HealthPage({ view, context }: PageProps<"health">) {
  const { Layout } = context.pages;
  const { health: words } = context.language.locale;
  return (
    <Layout context={context} title={words.title} notice={context.notice} wide>
      <Person context={context} operator={view.operator} signedIn />
      <EngineerNav context={context} current="/health" />
      <HealthList health={view.health} context={context} />
    </Layout>
  );
}

/** A line for each thing: how it is, in a word and a sign, and what to do. */
export function HealthList({ health, context }: { readonly health: Health; readonly context: PageContext }) {
  const { levels } = context.language.locale.health;
  return (
    <ul class="list health">
      {healthLines(health, context).map((line) => (
        <Line key={line.name} {...line} levels={levels} />
      ))}
    </ul>
  );
}

function Line({
  name,
  level,
  text,
  detail,
  levels,
}: HealthLine & { readonly levels: Readonly<Record<HealthLevel, string>> }) {
  return (
    <li class={`is-${level}`}>
      <p>
        <b>{name}</b> <span class="badge">{levels[level]}</span>
      </p>
      <p>{text}</p>
      {detail !== undefined && detail !== "" && <p class="hint">{detail}</p>}
    </li>
  );
}
