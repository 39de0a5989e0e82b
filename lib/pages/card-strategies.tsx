import type { CardView } from "../contract/index.js";
import { cardUrl, confirmUrl } from "./card-url.js";
import { type PageContext, wordsOf } from "./context.js";
import { fill } from "./fill.js";
import { Action } from "./form.js";
import { moment } from "./time.js";

interface Props {
  readonly view: CardView;
  readonly context: PageContext;
}

export function CardStrategies({ view, context }: Props) {
  return (
    <section>
      <h2>{context.locale.card.strategies}</h2>
      <ul class="cards">
        {view.strategies.map((strategy) => (
          <Row key={strategy.id} strategy={strategy} fresh={view.fresh} context={context} />
        ))}
      </ul>
    </section>
  );
}

interface RowProps {
  readonly strategy: CardView["strategies"][number];
  readonly fresh: boolean;
  readonly context: PageContext;
}

function Row({ strategy, fresh, context }: RowProps) {
  const { id, enrolled, enrollable, since, picture } = strategy;
  const { card } = context.locale;
  const { name } = wordsOf(context, id);
  const when =
    since === undefined ? card.enrolled : fill(card.since, { when: moment(context.language, since) });
  return (
    <li>
      <h3>{name}</h3>
      <p class="hint">{enrolled ? when : card.notEnrolled}</p>
      {enrollable && (
        <Action
          context={context}
          action={`/enrol/${id}`}
          returnTo={cardUrl(context)}
          label={fill(enrolled ? card.replace : card.enrol, { name })}
        />
      )}
      {enrolled && picture && fresh && (
        <p class="picture">
          <img src={`${cardUrl(context)}/${id}.png`} alt={fill(card.picture, { name })} />
          <span class="hint">{card.pictureHint}</span>
        </p>
      )}
      {enrolled && picture && !fresh && (
        <p>
          <a href={confirmUrl(context)}>{card.confirmForPicture}</a>
        </p>
      )}
    </li>
  );
}
