import type { Field } from "../contract/index.js";
import { fillIn } from "../locales/index.js";
import type { PageProps } from "./context.js";
import { Fields } from "./fields.js";
import { firstOf } from "./first-of.js";
import { Form } from "./form.js";
import { usernameField } from "./person-fields.js";
import { fieldErrors } from "./problem.js";

const code: Field = {
  name: "code",
  label: "code",
  type: "text",
  autocomplete: "one-time-code",
  inputMode: "numeric",
};
const second: Field = {
  name: "second",
  label: "second",
  hint: "secondHint",
  type: "text",
  autocomplete: "off",
};

/** The name; then the code from the mail, one that no mailbox gives, and a new password. */
export function Forgot({ view, context }: PageProps<"forgot">) {
  const { Layout } = context.pages;
  const { notice, language } = context;
  const { forgot, signIn } = language.locale;
  const first = firstOf(context);
  const own = first?.enrol?.fields ?? first?.fields ?? [];
  const words = { ...signIn, ...(first && language.wordsOf(first.id)), ...forgot };
  const { username } = view;
  const fields = username === undefined ? [usernameField] : [code, second, ...own];
  // A wrong code is told of both codes together, never of the password.
  const marked = notice?.errors === undefined ? [code, second] : fields;
  const names = marked.map(({ name }) => name);
  return (
    <Layout context={context} title={forgot.title} notice={notice}>
      <p>{username === undefined ? forgot.text : fillIn(forgot.sent, { username })}</p>
      <Form
        context={context}
        action={username === undefined ? "/forgot" : "/forgot/verify"}
        hidden={username === undefined ? {} : { username }}
      >
        <Fields
          context={context}
          fields={fields}
          words={words}
          errors={fieldErrors(context, notice, names, words)}
          typed={notice?.typed}
        />
        <button type="submit" class="main">
          {username === undefined ? forgot.submit : forgot.finish}
        </button>
      </Form>
      <p class="hint">{forgot.help}</p>
      <p class="foot">
        <a href={`${context.mount}/`}>{forgot.back}</a>
      </p>
    </Layout>
  );
}
