import type { Field, NewEmailView } from "../contract/index.js";
import { duration, fillIn } from "../locales/index.js";
import type { PageContext } from "./context.js";
import { Fields } from "./fields.js";
import { Form } from "./form.js";
import { emailField } from "./person-fields.js";
import { fieldErrors, inputErrors } from "./problem.js";

interface Props {
  readonly context: PageContext;
  readonly action: string;
  readonly returnTo?: string | undefined;
}

const { optional: _, ...required } = emailField;
const code: Field = {
  name: "code",
  label: "emailCode",
  type: "text",
  autocomplete: "one-time-code",
  inputMode: "numeric",
  digits: 6,
};

/** The code that was sent to a new address. */
export function CodeForm({
  context,
  action,
  newEmail,
  returnTo,
}: Props & { readonly newEmail: NonNullable<NewEmailView["newEmail"]> }) {
  const { tag, locale } = context.language;
  const { card } = locale;
  const words = { emailCode: card.emailCode };
  const errors = fieldErrors(context, context.notice, [code.name], words);
  const wrong = errors.size > 0 && context.notice?.errors === undefined;
  return (
    <Form context={context} action={action} returnTo={returnTo}>
      <p>{fillIn(card.emailSent, { to: newEmail.to, time: duration(tag, newEmail.expiresIn) })}</p>
      <Fields context={context} fields={[code]} words={words} errors={errors} autofocus={wrong} />
      <button type="submit">{card.confirmEmail}</button>
    </Form>
  );
}

/** Another address, to which a code is sent. */
export function NewAddressForm({ context, action, returnTo }: Props) {
  const { card } = context.language.locale;
  const words = { email: card.newEmail, emailHint: card.newEmailHint };
  const errors = inputErrors(context, context.notice, [required.name], words);
  return (
    <Form context={context} action={action} returnTo={returnTo}>
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
