import type { Affected, Health, HealthLevel } from "../contract/index.js";
import { duration, fillIn, type Language, type Locale, timeOfDay } from "../locales/index.js";

/** How one thing is, in words: for a page, and for a console. */
export interface HealthLine {
  readonly name: string;
  readonly level: HealthLevel;
  readonly text: string;
  readonly detail?: string | undefined;
}

type Context = { readonly language: Language; readonly now: number };

/** A line for each thing: how it is, and what to do. */
export function healthLines(health: Health, context: Context): readonly HealthLine[] {
  return [...systemLines(health, context), ...peopleLines(health, context)];
}

/** Those that do not speak of people. */
export function systemLines(health: Health, context: Context): readonly HealthLine[] {
  const { health: words } = context.language.locale;
  const { clock, mail, internet, storage } = health;
  const plain = (name: "mail" | "internet", { level, detail }: Health["mail"]) => ({
    name: words[name].name,
    level,
    text: level === "ok" ? words[name].ok : level === "unknown" ? words[name].off : words[name].failed,
    detail,
  });
  return [
    { name: words.clock.name, level: clock.level, text: clockText(clock, context), detail: clock.detail },
    plain("mail", mail),
    plain("internet", internet),
    {
      name: words.storage.name,
      level: storage.level,
      text: storageText(storage, words.storage),
      detail: storage.detail,
    },
  ];
}

function peopleLines(health: Health, context: Context): readonly HealthLine[] {
  const { health: words } = context.language.locale;
  const { withoutEmail, withoutStrategy, lockedOut, engineers } = health;
  const people = (
    name: "withoutEmail" | "withoutStrategy" | "lockedOut",
    { level, count, usernames }: Affected,
  ) => ({
    name: words[name].name,
    level,
    text: count === 0 ? words[name].ok : fillIn(words[name].some, { count: String(count) }),
    detail: usernames.join(", ") + (count > usernames.length ? " …" : ""),
  });
  return [
    people("withoutEmail", withoutEmail),
    withoutStrategy.count === 0 && withoutStrategy.level !== "ok"
      ? { name: words.withoutStrategy.name, level: withoutStrategy.level, text: words.withoutStrategy.off }
      : people("withoutStrategy", withoutStrategy),
    people("lockedOut", lockedOut),
    {
      name: words.engineers.name,
      level: engineers.level,
      text:
        engineers.count > 1
          ? fillIn(words.engineers.ok, { count: String(engineers.count) })
          : words.engineers.one,
    },
  ];
}

function storageText({ level, milliseconds }: Health["storage"], words: Locale["health"]["storage"]): string {
  if (milliseconds === undefined) return words.failed;
  return level === "ok" ? fillIn(words.ok, { milliseconds: String(milliseconds) }) : words.risky;
}

function clockText({ level, by, ahead }: Health["clock"], { language, now }: Context): string {
  const { clock: words } = language.locale.health;
  if (by === undefined || ahead === undefined)
    return fillIn(level === "unknown" ? words.off : words.failed, { now: timeOfDay(language.tag, now) });
  const source = by === "server" ? words.byServer : words.byCodes;
  if (level === "ok") return fillIn(source.ok, { time: duration(language.tag, Math.abs(ahead)) });
  const off = ahead > 0 ? source.ahead : source.behind;
  return `${fillIn(off, { time: duration(language.tag, Math.abs(ahead)) })} ${words.cure}`;
}
