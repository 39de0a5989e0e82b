import { fillIn, moment } from "../locales/index.js";
import { Credentials } from "./card-credentials.js";
import type { PageContext, PageProps, ViewOf } from "./context.js";
import { Action } from "./form.js";
import { cardUrl, confirmUrl } from "./links.js";

export function Strategies({ view, context }: PageProps<"card">) {
  return (
    <ul class="list">
      {view.strategies.map((strategy) => (
        <Strategy key={strategy.id} strategy={strategy} view={view} context={context} />
      ))}
    </ul>
  );
}

interface Props {
  readonly strategy: ViewOf<"card">["strategies"][number];
  readonly view: ViewOf<"card">;
  readonly context: PageContext;
}

function Strategy({ strategy, view, context }: Props) {
  const { fresh, confirm } = view;
  const { id, enrolled, enrollable, since, picture, left, removable, credentials } = strategy;
  const { tag, locale, wordsOf } = context.language;
  const { card } = locale;
  const { name } = wordsOf(id);
  const replaces = credentials === undefined ? card.replace : card.another;
  const when = since === undefined ? card.enrolled : fillIn(card.since, { when: moment(tag, since) });
  return (
    <li>
      <h3>{name}</h3>
      {!enrolled && <p class="hint">{card.notEnrolled}</p>}
      {enrolled && credentials === undefined && <p class="hint">{when}</p>}
      {credentials !== undefined && credentials.length > 0 && (
        <Credentials strategy={id} credentials={credentials} fresh={fresh} context={context} />
      )}
      {left !== undefined && <Left left={left} context={context} />}
      {enrolled && picture && fresh && (
        <details>
          {/* Not fetched before it is opened: each showing is noted, and somebody may look over the shoulder. */}
          <summary>{card.showPicture}</summary>
          <p class="picture">
            <img
              src={context.at(`/card/${id}.png`)}
              alt={fillIn(card.picture, { name })}
              width="240"
              height="240"
              loading="lazy"
            />
            <span class="hint">{card.pictureHint}</span>
          </p>
        </details>
      )}
      {enrolled && picture && !fresh && (
        <p>
          <a href={confirmUrl(context, confirm, "/card")}>{card.confirmForPicture}</a>
        </p>
      )}
      {enrollable && (
        <Action
          context={context}
          action={`/enrol/${id}`}
          returnTo={cardUrl(context)}
          label={fillIn(enrolled ? replaces : card.enrol, { name })}
        />
      )}
      {removable && fresh && credentials === undefined && (
        <Action
          context={context}
          action={`/card/strategies/${id}/remove`}
          label={fillIn(card.remove, { name })}
          look="quiet"
        />
      )}
    </li>
  );
}

/** So few are left that it is time for new ones. */
const few = 3;

function Left({ left, context }: { readonly left: number; readonly context: PageContext }) {
  const { card } = context.language.locale;
  if (left > few) return <p class="hint">{fillIn(card.left, { count: String(left) })}</p>;
  return (
    <div class="warning">
      <p>{left === 0 ? card.noneLeft : fillIn(card.fewLeft, { count: String(left) })}</p>
    </div>
  );
}
