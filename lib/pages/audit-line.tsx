import type { AuditDetail, AuditLine, AuditPerson } from "../contract/index.js";
import { fillIn, utcMoment } from "../locales/index.js";
import { clientName } from "./client-name.js";
import type { PageContext } from "./context.js";

/** One thing that happened: when, what, who, and from where. */
export function AuditEntry({ line, context }: { readonly line: AuditLine; readonly context: PageContext }) {
  const { tag, locale, wordsOf } = context.language;
  const { audit: words, card } = locale;
  const types: Readonly<Record<string, string>> = words.types;
  const nameOf = ({ username }: AuditPerson) => username ?? words.gone;
  const device = clientName(line.userAgent, locale) ?? (line.client && card.client[line.client]);
  const where = [device, line.address].filter(Boolean).join(", ");
  const way =
    line.strategy !== undefined && context.strategies.has(line.strategy) && wordsOf(line.strategy).name;
  return (
    <li class={line.result}>
      <time dateTime={new Date(line.at).toISOString()}>{utcMoment(tag, line.at)}</time>
      <div>
        <p>
          {line.result === "failure" && <span class="mark">{words.results.failure}: </span>}
          <b>{types[line.type] ?? line.type}</b>
          {line.count !== undefined && ` (${fillIn(words.count, { count: String(line.count) })})`}
        </p>
        <p class="hint">
          {[
            line.operator && nameOf(line.operator),
            line.by && fillIn(words.by, { name: nameOf(line.by) }),
            way,
            where,
            ...(line.details ?? []).map((detail) => detailText(detail, context)),
          ]
            .filter(Boolean)
            .join(" · ")}
        </p>
      </div>
    </li>
  );
}

function detailText({ name, before, after }: AuditDetail, context: PageContext): string {
  const { audit: words } = context.language.locale;
  const said = before === undefined ? words.added : after === undefined ? words.taken : words.change;
  const names: Readonly<Record<string, string>> = words.details;
  const value = (text = "") => valueText(name, text, context);
  return fillIn(said, { name: names[name] ?? name, before: value(before), after: value(after) });
}

/** What is an id to us is a word to people. */
function valueText(name: string, value: string, { language, strategies }: PageContext): string {
  const { card, audit } = language.locale;
  if (name === "role" && Object.hasOwn(card.roles, value))
    return card.roles[value as keyof typeof card.roles];
  if (name !== "strategies") return value;
  if (value === "off") return audit.off;
  return value
    .split(", ")
    .map((id) => (strategies.has(id) ? language.wordsOf(id).name : id))
    .join(", ");
}
