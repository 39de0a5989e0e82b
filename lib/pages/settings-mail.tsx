import { fillIn } from "../locales/index.js";
import type { PageProps } from "./context.js";
import { Action } from "./form.js";

/** Sends a real mail, and says what the server answered to it. */
export function MailTest({ view, context }: PageProps<"settings">) {
  const { mail } = context.language.locale.settings;
  const { email } = view.operator;
  if (email === undefined) return <p>{mail.noAddress}</p>;
  return (
    <>
      {view.mailAnswer !== undefined && (
        <div class="warning">
          <p>{fillIn(mail.answer, { answer: view.mailAnswer })}</p>
        </div>
      )}
      <Action
        context={{ ...context, carried: {} }}
        action="/settings/mail"
        label={fillIn(mail.test, { to: email })}
      />
    </>
  );
}
