import type { CredentialView } from "../contract/index.js";
import { fillIn, moment } from "../locales/index.js";
import type { PageContext } from "./context.js";
import { Action, Form } from "./form.js";
import { TextField } from "./text-field.js";

interface Props {
  /** Its id. */
  readonly strategy: string;
  readonly credentials: readonly CredentialView[];
  /** Changes are open. */
  readonly fresh: boolean;
  readonly context: PageContext;
}

/** Several of one strategy, by the names that their owner gave them. */
export function Credentials({ strategy, credentials, fresh, context }: Props) {
  const { tag, locale } = context.language;
  const { card } = locale;
  return (
    <ul class="list several">
      {credentials.map(({ id, name, since, used, removable }) => {
        const form = { context, returnTo: undefined };
        const at = `/card/strategies/${strategy}/${id}`;
        return (
          <li key={id}>
            <h4>{name}</h4>
            <p class="hint">{fillIn(card.since, { when: moment(tag, since) })}</p>
            {used !== undefined && <p class="hint">{fillIn(card.used, { when: moment(tag, used) })}</p>}
            <details>
              <summary>{card.rename}</summary>
              <Form {...form} action={`${at}/name`}>
                <TextField
                  name="name"
                  id={`name-${id}`}
                  label={card.credentialName}
                  value={name}
                  error={undefined}
                />
                <button type="submit" class="small">
                  {card.rename}
                </button>
              </Form>
            </details>
            {removable && fresh && (
              <Action {...form} action={`${at}/remove`} label={fillIn(card.remove, { name })} look="quiet" />
            )}
          </li>
        );
      })}
    </ul>
  );
}
