import type { ImportError, ImportPreview, ImportProgress } from "../contract/index.js";
import { fillIn } from "../locales/index.js";
import type { PageContext } from "./context.js";

export function isUnderWay(progress: ImportProgress | undefined): boolean {
  return progress?.state === "preparing" || progress?.state === "committed";
}

/** What the file would do, or what is wrong with it. */
export function ImportPreviewed({
  preview,
  context,
}: {
  readonly preview: ImportPreview;
  readonly context: PageContext;
}) {
  const { operators: words, card } = context.language.locale;
  const { count, engineers, withoutEmail, first, wrong, errors } = preview;
  if (wrong > 0) {
    return (
      <div class="problem">
        <p>{fillIn(words.wrong, { count: String(wrong) })}</p>
        <Errors errors={errors} context={context} />
      </div>
    );
  }
  return (
    <>
      <p>{fillIn(words.willAdd, { count: String(count), engineers: String(engineers) })}</p>
      {withoutEmail > 0 && (
        <div class="warning">
          <p>{fillIn(words.lackEmail, { count: String(withoutEmail) })}</p>
        </div>
      )}
      <h2>{words.first}</h2>
      <ul class="list people">
        {first.map(({ username, name, email, role }) => (
          <li key={username}>
            <b>{username}</b>
            {(name ?? email) !== undefined && <span>{[name, email].filter(Boolean).join(", ")}</span>}
            {role === "engineer" && (
              <ul class="badges">
                <li class="badge">{card.roles.engineer}</li>
              </ul>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

/** How far it is. */
export function ImportUnderWay({
  progress,
  context,
}: {
  readonly progress: ImportProgress;
  readonly context: PageContext;
}) {
  const { operators: words } = context.language.locale;
  const { id, state, rows, done, errors } = progress;
  const here = context.at(`/operators/import/${id}`);
  const text = fillIn(words[state], { count: String(rows), done: String(done) });
  return (
    <div class={state === "done" ? "done" : state === "undone" ? "problem" : undefined} role="status">
      <p>{text}</p>
      {isUnderWay(progress) && (
        <>
          <progress value={done} max={rows} aria-label={text} data-poll={here} />
          <p>
            <a href={here}>{words.lookAgain}</a>
          </p>
        </>
      )}
      <Errors errors={errors} context={context} />
    </div>
  );
}

function Errors({
  errors,
  context,
}: {
  readonly errors: readonly ImportError[];
  readonly context: PageContext;
}) {
  const { operators: words, errors: sentences } = context.language.locale;
  const columns: Readonly<Record<string, string>> = words.columns;
  const said: Readonly<Record<string, string>> = sentences;
  return (
    <ul>
      {errors.map(({ line, field, error }) => (
        <li key={`${line} ${field} ${error}`}>
          <b>{fillIn(words.line, { line: String(line) })}</b>, {columns[field] ?? field}:{" "}
          {said[error] ?? error}
        </li>
      ))}
    </ul>
  );
}
