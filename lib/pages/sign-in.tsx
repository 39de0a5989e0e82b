import type { Field, View } from "../contract/index.js";
import { type PageContext, wordsOf } from "./context.js";
import { Fields } from "./fields.js";
import { Form } from "./form.js";
import type { Page } from "./page.js";
import { fieldErrors } from "./problem.js";

const username: Field = { name: "username", label: "username", type: "text", autocomplete: "username" };

/** The first step. Says the same to everybody: nothing here tells which names exist. */
export function signInPage(view: Extract<View, { state: "sign-in" }>, context: PageContext): Page {
  const { locale, notice, strategies } = context;
  const first = [...strategies.values()].find(({ stage }) => stage === "first");
  const own = first?.fields ?? [];
  const fields = own.some(({ name }) => name === username.name) ? own : [username, ...own];
  const words = { username: locale.signIn.username, ...(first && wordsOf(context, first.id)) };
  const names = fields.map(({ name }) => name);
  return {
    title: locale.signIn.title,
    content: (
      <Form context={context} action="/sign-in" returnTo={view.returnTo}>
        <Fields
          fields={fields}
          words={words}
          errors={fieldErrors(context, names, words)}
          typed={notice?.typed}
        />
        <button type="submit" class="main">
          {locale.signIn.submit}
        </button>
      </Form>
    ),
  };
}
