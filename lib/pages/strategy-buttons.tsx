import type { StrategyView } from "../contract/index.js";
import { type PageContext, wordsOf } from "./context.js";
import { fill } from "./fill.js";
import { Action } from "./form.js";

export interface StrategyButtonsProps {
  readonly context: PageContext;
  readonly strategies: readonly StrategyView[];
  readonly returnTo?: string | undefined;
  readonly hidden?: Readonly<Record<string, string>>;
}

/** One button for each: to use what is there, to set up what is not. */
export function StrategyButtons({ context, strategies, returnTo, hidden }: StrategyButtonsProps) {
  const usable = strategies.filter(({ enrolled, enrollable }) => enrolled || enrollable);
  return (
    <ul class="choices">
      {usable.map(({ id, enrolled }) => {
        const { name } = wordsOf(context, id);
        return (
          <li key={id}>
            <Action
              context={context}
              action={enrolled ? `/challenge/${id}` : `/enrol/${id}`}
              returnTo={returnTo}
              {...(hidden && { hidden })}
              label={enrolled ? name : fill(context.locale.choose.enrol, { name })}
            />
          </li>
        );
      })}
    </ul>
  );
}
