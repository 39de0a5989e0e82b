import type { Field } from "../contract/index.js";
import { duration, fillIn } from "../locales/index.js";
import type { PageProps } from "./context.js";
import { Fields } from "./fields.js";
import { Form } from "./form.js";
import { confirmUrl } from "./links.js";
import { emailField } from "./person-fields.js";
import { fieldErrors, inputErrors } from "./problem.js";

const { optional: _, ...required } = emailField;
const code: Field = {
  name: "code",
  label: "emailCode",
  type: "text",
  autocomplete: "one-time-code",
  inputMode: "numeric",
  digits: 6,
};

/** A new address counts once the code that was sent to it has come back. */
export function EmailForm({ view, context }: PageProps<"card">) {
  const { tag, locale } = context.language;
  const { card } = locale;
  const { newEmail, fresh, confirm } = view;
  const words = { emailCode: card.emailCode };
  const errors = fieldErrors(context, context.notice, [code.name], words);
  const wrong = errors.size > 0 && context.notice?.errors === undefined;
  return (
    <>
      {newEmail !== undefined && (
        <Form context={context} action="/card/email/verify">
          <p>{fillIn(card.emailSent, { to: newEmail.to, time: duration(tag, newEmail.expiresIn) })}</p>
          <Fields context={context} fields={[code]} words={words} errors={errors} autofocus={wrong} />
          <button type="submit">{card.confirmEmail}</button>
        </Form>
      )}
      {fresh ? (
        <AddressForm view={view} context={context} />
      ) : (
        <p>
          <a href={confirmUrl(context, confirm, "/card")}>{card.confirmForEmail}</a>
        </p>
      )}
    </>
  );
}

function AddressForm({ context }: PageProps<"card">) {
  const { card } = context.language.locale;
  const words = { email: card.newEmail, emailHint: card.newEmailHint };
  const errors = inputErrors(context, context.notice, [required.name], words);
  return (
    <Form context={context} action="/card/email">
      <Fields
        context={context}
        fields={[required]}
        words={words}
        errors={errors}
        typed={context.notice?.typed}
        autofocus={errors.size > 0}
      />
      <button type="submit">{card.changeEmail}</button>
    </Form>
  );
}
