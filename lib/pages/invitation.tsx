import type { PageProps } from "./context.js";
import { Fields } from "./fields.js";
import { firstOf } from "./first-of.js";
import { Form } from "./form.js";
import { longCodeField, usernameField } from "./person-fields.js";
import { fieldErrors } from "./problem.js";

/** A new operator, with the code that an engineer gave them. */
export function Invitation({ view, context }: PageProps<"invitation">) {
  const { Layout } = context.pages;
  const { notice, language } = context;
  const { invitation, signIn } = language.locale;
  const first = firstOf(context);
  const own = first?.enrol?.fields ?? first?.fields ?? [];
  const words = { ...signIn, ...(first && language.wordsOf(first.id)), ...invitation };
  // A right one is not asked for again.
  const asked = view.code === undefined ? [usernameField, longCodeField] : [usernameField];
  // A wrong code is told of name and code together, never of the password.
  const marked = notice?.errors === undefined ? asked : [...asked, ...own];
  const names = marked.map(({ name }) => name);
  return (
    <Layout context={context} title={invitation.title} notice={notice}>
      <p>{invitation.text}</p>
      <Form
        context={context}
        action="/invitation"
        hidden={view.code === undefined ? {} : { code: view.code }}
      >
        {view.code !== undefined && <p>{invitation.codeKept}</p>}
        <Fields
          context={context}
          fields={[...asked, ...own]}
          words={words}
          errors={fieldErrors(context, notice, names, words)}
          typed={notice?.typed}
        />
        <button type="submit" class="main">
          {invitation.submit}
        </button>
      </Form>
      <p class="foot">
        <a href={`${context.mount}/`}>{invitation.signIn}</a>
      </p>
    </Layout>
  );
}
