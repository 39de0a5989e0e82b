import type { StrategyView } from "../contract/index.js";
import { fillIn } from "../locales/index.js";
import type { PageContext } from "./context.js";
import { Action } from "./form.js";

export interface StrategyButtonsProps {
  readonly context: PageContext;
  readonly strategies: readonly StrategyView[];
  readonly returnTo?: string | undefined;
  readonly hidden?: Readonly<Record<string, string>>;
}

/** One button for each: to use what is there, to set up what is not. */
export function StrategyButtons({ context, strategies, returnTo, hidden }: StrategyButtonsProps) {
  const { language } = context;
  const usable = strategies.filter(({ enrolled, enrollable }) => enrolled || enrollable);
  return (
    <ul class="choices">
      {usable.map(({ id, enrolled }) => {
        const { name, about } = language.wordsOf(id);
        return (
          <li key={id}>
            <Action
              context={context}
              action={enrolled ? `/challenge/${id}` : `/enrol/${id}`}
              returnTo={returnTo}
              {...(hidden && { hidden })}
              label={enrolled ? name : fillIn(language.locale.choose.enrol, { name })}
              about={about}
            />
          </li>
        );
      })}
    </ul>
  );
}
