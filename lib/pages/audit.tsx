import type { AuditView } from "../contract/index.js";
import { fillIn } from "../locales/index.js";
import { AuditFilter } from "./audit-filter.js";
import { AuditEntry } from "./audit-line.js";
import type { PageProps } from "./context.js";
import { EngineerNav } from "./engineer-nav.js";

/** What happened, the newest first. */
export function Audit({ view, context }: PageProps<"audit">) {
  const { Layout } = context.pages;
  const { audit: words } = context.language.locale;
  const filtered = queryOf(view);
  const to = (path: string, query: URLSearchParams) =>
    context.at(query.size === 0 ? path : `${path}?${query}`);
  const older = new URLSearchParams(filtered);
  if (view.next !== undefined) older.set("after", view.next);
  return (
    <Layout context={context} title={words.title} notice={context.notice} wide>
      <EngineerNav context={context} current="/audit" />
      <p class="hint">{fillIn(words.text, { days: String(view.days) })}</p>
      <AuditFilter view={view} context={context} open={filtered.size > 0} />
      {view.lines.length === 0 && context.notice === undefined && <p role="status">{words.nothing}</p>}
      <ol class="list lines">
        {view.lines.map((line) => (
          <AuditEntry key={line.id} line={line} context={context} />
        ))}
      </ol>
      <p class="links">
        {view.next !== undefined && (
          <a rel="next" href={to("/audit", older)}>
            {words.older}
          </a>
        )}
        <a href={to("/audit", filtered)}>{words.newest}</a>
        {filtered.size > 0 && <a href={context.at("/audit")}>{words.everything}</a>}
        <a href={to("/audit/export.csv", filtered)} download>
          {words.export}
        </a>
      </p>
    </Layout>
  );
}

function queryOf({ filter }: AuditView): URLSearchParams {
  return new URLSearchParams(Object.entries(filter).filter(([, value]) => value !== ""));
}
