import type { CardView, Field } from "../contract/index.js";
import { confirmUrl } from "./card-url.js";
import { type PageContext, wordsOf } from "./context.js";
import { Fields } from "./fields.js";
import { Form } from "./form.js";
import { fieldErrors } from "./problem.js";

const password: Field = {
  name: "password",
  label: "newPassword",
  type: "password",
  autocomplete: "new-password",
};

interface Props {
  readonly view: CardView;
  readonly context: PageContext;
}

export function CardPassword({ view, context }: Props) {
  const { card } = context.locale;
  const first = view.strategies.find(({ id }) => context.strategies.get(id)?.stage === "first");
  const words = { newPassword: card.newPassword, ...(first && wordsOf(context, first.id)) };
  return (
    <section id="password">
      <h2>{card.password}</h2>
      {view.fresh ? (
        <Form context={context} action="/card/password">
          {/* Tells a password manager whose password it is; without a name it is not sent. */}
          <input type="text" autocomplete="username" value={view.operator.username} readonly hidden />
          <Fields
            fields={[password]}
            words={words}
            errors={fieldErrors(context, [password.name], words)}
            autofocus={context.notice?.errors?.password !== undefined}
          />
          <button type="submit">{card.changePassword}</button>
        </Form>
      ) : (
        <p>
          <a href={confirmUrl(context)}>{card.confirmForPassword}</a>
        </p>
      )}
    </section>
  );
}
