import type { OperatorRow, OperatorsView } from "../contract/index.js";
import { fillIn } from "../locales/index.js";
import type { PageContext, PageProps } from "./context.js";
import { EngineerNav } from "./engineer-nav.js";
import { Fold } from "./fold.js";
import { Action } from "./form.js";
import { AddOperator } from "./operator-form.js";
import { Confirm, Person } from "./parts.js";

/** Everybody, to be searched, and one more to be added. */
export function Operators({ view, context }: PageProps<"operators">) {
  const { Layout } = context.pages;
  const { operators: words } = context.language.locale;
  return (
    <Layout context={context} title={words.title} notice={context.notice} wide>
      <Person context={context} operator={view.operator} signedIn />
      <EngineerNav context={context} current="/operators" />
      <Search view={view} context={context} />
      {view.withoutEmail > 0 && !view.withoutEmailOnly && (
        <div class="warning">
          <p>
            {fillIn(words.withoutEmail, { count: String(view.withoutEmail) })}{" "}
            <a href={context.at("/operators?only=no-email")}>{words.showThem}</a>
          </p>
        </div>
      )}
      {view.elsewhere === undefined && <Add view={view} context={context} />}
      <List view={view} context={context} />
      {view.elsewhere !== undefined && <p>{words.elsewhere}</p>}
      <section>
        <h2>{words.more}</h2>
        {view.elsewhere === undefined && (
          <p>
            <a href={context.at("/operators/import")}>{words.import}</a>
          </p>
        )}
        <p>
          <a href={context.at("/operators/export.csv")} download>
            {words.export}
          </a>
        </p>
        {view.fresh && (
          <>
            <Action
              context={{ ...context, carried: {} }}
              action="/operators/invitations"
              label={words.invitations}
              look="plain"
            />
            <p class="hint">{words.invitationsHint}</p>
          </>
        )}
      </section>
    </Layout>
  );
}

interface Props {
  readonly view: OperatorsView;
  readonly context: PageContext;
}

function Search({ view, context }: Props) {
  const { operators: words } = context.language.locale;
  const narrowed = view.search !== "" || view.withoutEmailOnly;
  const count = String(view.found);
  return (
    <>
      <form method="get" action={context.at("/operators")}>
        <label for="search">{words.search}</label>
        <div class="beside">
          <input id="search" type="search" name="search" autocomplete="off" value={view.search} />
          <button type="submit" class="small">
            {words.find}
          </button>
        </div>
      </form>
      <p role="status">
        {fillIn(narrowed ? (view.found === 0 ? words.nobody : words.found) : words.total, { count })}
      </p>
      {narrowed && (
        <p>
          <a href={context.at("/operators")}>{words.everybody}</a>
        </p>
      )}
    </>
  );
}

/** Before the others, whom there may be many of. Open while there is nobody but the one who looks. */
function Add({ view, context }: Props) {
  const { operators: words } = context.language.locale;
  return (
    <Fold id="add" title={words.add} open={view.asked !== undefined || view.total === 1}>
      {view.fresh ? (
        <AddOperator view={view} context={context} />
      ) : (
        <Confirm context={context} confirm={view.confirm} page="/operators" label={words.confirm} />
      )}
    </Fold>
  );
}

function List({ view, context }: Props) {
  const { operators: words } = context.language.locale;
  return (
    <>
      <ul class="list people">
        {view.operators.map((row) => (
          <Row key={row.id} row={row} self={row.username === view.operator.username} context={context} />
        ))}
      </ul>
      {view.pages > 1 && (
        <nav class="pages" aria-label={fillIn(words.page, numbersOf(view))}>
          {view.number > 1 && (
            <a rel="prev" href={pageUrl(context, view, view.number - 1)}>
              {words.previous}
            </a>
          )}
          <span aria-hidden="true">{fillIn(words.page, numbersOf(view))}</span>
          {view.number < view.pages && (
            <a rel="next" href={pageUrl(context, view, view.number + 1)}>
              {words.next}
            </a>
          )}
        </nav>
      )}
    </>
  );
}

function Row({
  row,
  self,
  context,
}: {
  readonly row: OperatorRow;
  readonly self: boolean;
  readonly context: PageContext;
}) {
  const { operators: words, card } = context.language.locale;
  const badges = [
    ...(self ? [words.you] : []),
    ...(row.role === "engineer" ? [card.roles.engineer] : []),
    ...(row.enabled ? [] : [words.disabled]),
    ...(row.joined ? [] : [words.waiting]),
    ...(row.email === undefined ? [words.noEmail] : []),
  ];
  return (
    <li>
      <a href={context.at(`/operators/${row.id}`)}>{row.username}</a>
      {(row.name ?? row.email) !== undefined && (
        <span>{[row.name, row.email].filter(Boolean).join(", ")}</span>
      )}
      {badges.length > 0 && (
        <ul class="badges">
          {badges.map((badge) => (
            <li key={badge} class="badge">
              {badge}
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}

const numbersOf = ({ number, pages }: OperatorsView) => ({ number: String(number), pages: String(pages) });

function pageUrl({ at }: PageContext, { search, withoutEmailOnly }: OperatorsView, number: number): string {
  const query = new URLSearchParams({
    ...(search !== "" && { search }),
    ...(withoutEmailOnly && { only: "no-email" }),
    page: String(number),
  });
  return at(`/operators?${query}`);
}
