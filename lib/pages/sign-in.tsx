import type { PageProps } from "./context.js";
import { Fields } from "./fields.js";
import { Form } from "./form.js";
import { usernameField } from "./person-fields.js";
import { fieldErrors } from "./problem.js";

/** The first step. Says the same to everybody: nothing here tells which names exist. */
export function SignIn({ view, context }: PageProps<"sign-in">) {
  const { Layout } = context.pages;
  const { language, notice, strategies } = context;
  const { signIn } = language.locale;
  const first = [...strategies.values()].find(({ stage }) => stage === "first");
  const own = first?.fields ?? [];
  const fields = own.some(({ name }) => name === usernameField.name) ? own : [usernameField, ...own];
  const words = { username: signIn.username, ...(first && language.wordsOf(first.id)) };
  const names = fields.map(({ name }) => name);
  return (
    <Layout context={context} title={signIn.title} notice={notice}>
      <Form context={context} action="/sign-in" returnTo={view.returnTo}>
        <Fields
          context={context}
          fields={fields}
          words={words}
          errors={fieldErrors(context, context.notice, names, words)}
          typed={notice?.typed}
        />
        <button type="submit" class="main">
          {signIn.submit}
        </button>
      </Form>
      <p class="foot">
        <a href={context.at("/invitation")}>{signIn.first}</a>
      </p>
      {context.mails !== false && (
        <p class="foot">
          <a href={`${context.mount}/forgot`}>{signIn.forgot}</a>
        </p>
      )}
      <p class="hint">{signIn.forgotten}</p>
    </Layout>
  );
}
