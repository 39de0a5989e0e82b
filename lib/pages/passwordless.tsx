import type { PasswordlessView } from "../contract/index.js";
import type { PageContext } from "./context.js";
import { Fields } from "./fields.js";
import { Form } from "./form.js";
import { isScripted, StrategyScript, scriptData } from "./scripted.js";

interface Props {
  readonly context: PageContext;
  readonly passwordless: readonly PasswordlessView[] | undefined;
  readonly returnTo?: string | undefined;
}

/** What is enough by itself: a button for each. Its script offers it in the field of the user name as well. */
export function PasswordlessForms({ context, passwordless = [], returnTo }: Props) {
  const { language, strategies, mount } = context;
  return (
    <>
      {passwordless.map(({ strategy, ticket, expiresIn, data }) => {
        const fields = strategies.get(strategy)?.fields ?? [];
        const words = language.wordsOf(strategy);
        const given = {
          ...scriptData({ context, id: strategy, data }),
          "data-expires": String(expiresIn),
          "data-again": `${mount}/`,
        };
        return (
          <Form
            key={strategy}
            context={context}
            action={`/sign-in/${strategy}`}
            returnTo={returnTo}
            hidden={{ ticket }}
            data={given}
          >
            <StrategyScript context={context} id={strategy} fields={fields} />
            <Fields context={context} fields={fields} words={words} errors={new Map()} autofocus={false} />
            <button type="submit" class="plain" hidden={isScripted(context, strategy)}>
              {words.passwordless ?? words.name}
            </button>
          </Form>
        );
      })}
    </>
  );
}
