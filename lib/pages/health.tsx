import type { Affected, Health, HealthLevel } from "../contract/index.js";
import { duration, fillIn, timeOfDay } from "../locales/index.js";
import type { PageContext, PageProps } from "./context.js";
import { Person } from "./parts.js";

/** What an engineer should know of the system. */
export function HealthPage({ view, context }: PageProps<"health">) {
  const { Layout } = context.pages;
  const { health: words, signedIn } = context.language.locale;
  return (
    <Layout context={context} title={words.title} notice={context.notice} wide>
      <Person context={context} operator={view.operator} signedIn />
      <HealthList health={view.health} context={context} />
      <div class="leave">
        <a href={context.at("/settings")}>{signedIn.settings}</a>
      </div>
    </Layout>
  );
}

/** A line for each thing: how it is, in a word and a sign, and what to do. */
export function HealthList({ health, context }: { readonly health: Health; readonly context: PageContext }) {
  const { health: words } = context.language.locale;
  const { clock, mail, internet, storage, withoutEmail, withoutStrategy, engineers } = health;
  const plain = (name: "mail" | "internet", { level, detail }: Health["mail"]) => ({
    name: words[name].name,
    level,
    text: level === "ok" ? words[name].ok : level === "unknown" ? words[name].off : words[name].failed,
    detail,
  });
  const people = (name: "withoutEmail" | "withoutStrategy", { level, count, usernames }: Affected) => ({
    name: words[name].name,
    level,
    text: count === 0 ? words[name].ok : fillIn(words[name].some, { count: String(count) }),
    detail: usernames.join(", ") + (count > usernames.length ? " …" : ""),
  });
  const lines: readonly LineProps[] = [
    { name: words.clock.name, level: clock.level, text: clockText(clock, context), detail: clock.detail },
    plain("mail", mail),
    plain("internet", internet),
    {
      name: words.storage.name,
      level: storage.level,
      text:
        storage.milliseconds === undefined
          ? words.storage.failed
          : fillIn(words.storage.ok, { milliseconds: String(storage.milliseconds) }),
    },
    people("withoutEmail", withoutEmail),
    withoutStrategy.count === 0 && withoutStrategy.level !== "ok"
      ? { name: words.withoutStrategy.name, level: withoutStrategy.level, text: words.withoutStrategy.off }
      : people("withoutStrategy", withoutStrategy),
    {
      name: words.engineers.name,
      level: engineers.level,
      text:
        engineers.count > 1
          ? fillIn(words.engineers.ok, { count: String(engineers.count) })
          : words.engineers.one,
    },
  ];
  return (
    <ul class="list health">
      {lines.map((line) => (
        <Line key={line.name} {...line} levels={words.levels} />
      ))}
    </ul>
  );
}

interface LineProps {
  readonly name: string;
  readonly level: HealthLevel;
  readonly text: string;
  readonly detail?: string | undefined;
}

function Line({
  name,
  level,
  text,
  detail,
  levels,
}: LineProps & { readonly levels: Readonly<Record<HealthLevel, string>> }) {
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

function clockText({ level, by, ahead }: Health["clock"], { language, now }: PageContext): string {
  const { clock: words } = language.locale.health;
  if (by === undefined || ahead === undefined)
    return fillIn(level === "unknown" ? words.off : words.failed, { now: timeOfDay(language.tag, now) });
  const source = by === "server" ? words.byServer : words.byCodes;
  if (level === "ok") return fillIn(source.ok, { time: duration(language.tag, Math.abs(ahead)) });
  const off = ahead > 0 ? source.ahead : source.behind;
  return `${fillIn(off, { time: duration(language.tag, Math.abs(ahead)) })} ${words.cure}`;
}
