import type { StrategyWords } from "../contract/index.js";
import type { PageProps } from "./context.js";
import { Fields } from "./fields.js";
import { firstOf } from "./first-of.js";
import { Form } from "./form.js";
import { Repeat } from "./parts.js";
import { usernameField } from "./person-fields.js";
import { fieldErrors } from "./problem.js";

/** The way to where the host signs people in. */
export function HostLogin({
  url,
  words,
  main,
}: {
  readonly url: string;
  readonly words: StrategyWords;
  readonly main: boolean;
}) {
  return (
    <>
      <p>{words.prompt}</p>
      <p>
        <a class={main ? "button main" : "button"} href={url}>
          {words.start ?? words.name}
        </a>
      </p>
    </>
  );
}

/** The first step. Says the same to everybody: nothing here tells which names exist. */
export function SignIn({ view, context }: PageProps<"sign-in">) {
  const { Layout } = context.pages;
  const { language, notice, strategies } = context;
  const { signIn } = language.locale;
  const first = firstOf(context);
  const own = first?.fields ?? [];
  const fields = own.some(({ name }) => name === usernameField.name) ? own : [usernameField, ...own];
  const words = { username: signIn.username, ...(first && language.wordsOf(first.id)) };
  const names = fields.map(({ name }) => name);
  const host = [...strategies.values()].find(({ hostLogin }) => hostLogin !== undefined);
  const elsewhere = view.hostLogin !== undefined && host !== undefined && (
    <HostLogin url={view.hostLogin} words={language.wordsOf(host.id)} main={first === host} />
  );
  if (first === host && elsewhere)
    return (
      <Layout context={context} title={signIn.title} notice={notice}>
        <Repeat context={context} />
        {elsewhere}
      </Layout>
    );
  return (
    <Layout context={context} title={signIn.title} notice={notice}>
      <Repeat context={context} />
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
      {elsewhere}
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
