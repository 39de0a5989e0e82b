import type { StrategyWords } from "../contract/index.js";
import type { PageProps } from "./context.js";
import { Fields } from "./fields.js";
import { firstOf } from "./first-of.js";
import { Form } from "./form.js";
import { Repeat } from "./parts.js";
import { PasswordlessForms } from "./passwordless.js";
import { usernameField } from "./person-fields.js";
import { fieldErrors, inWordsOf } from "./problem.js";

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
  const said = Object.assign(
    {},
    ...(view.passwordless ?? []).map(({ strategy }) => language.wordsOf(strategy)),
  );
  const first = firstOf(context);
  const own = first?.fields ?? [];
  const all = own.some(({ name }) => name === usernameField.name) ? own : [usernameField, ...own];
  // WebAuthn §5.1.8: where the browser lists them with the names that it knows, there is nothing to type.
  const listed = view.passwordless?.some(({ strategy }) => strategies.get(strategy)?.passwordless?.listed);
  const fields = listed
    ? all.map((field) =>
        field.name === usernameField.name ? { ...field, autocomplete: "username webauthn" as const } : field,
      )
    : all;
  const words = { username: signIn.username, ...(first && language.wordsOf(first.id)) };
  const names = fields.map(({ name }) => name);
  // What was wrong was no password.
  const alone = notice !== undefined && Object.hasOwn(said, notice.code);
  const host = [...strategies.values()].find(({ hostLogin }) => hostLogin !== undefined);
  const elsewhere = view.hostLogin !== undefined && host !== undefined && (
    <HostLogin url={view.hostLogin} words={language.wordsOf(host.id)} main={first === host} />
  );
  if (first === host && elsewhere)
    return (
      <Layout context={context} title={signIn.title} notice={inWordsOf(notice, said)}>
        <Repeat context={context} />
        {elsewhere}
        <PasswordlessForms context={context} passwordless={view.passwordless} returnTo={view.returnTo} />
      </Layout>
    );
  return (
    <Layout context={context} title={signIn.title} notice={inWordsOf(notice, said)}>
      <Repeat context={context} />
      <Form context={context} action="/sign-in" returnTo={view.returnTo}>
        <Fields
          context={context}
          fields={fields}
          words={words}
          errors={alone ? new Map() : fieldErrors(context, notice, names, words)}
          typed={notice?.typed}
        />
        <button type="submit" class="main">
          {signIn.submit}
        </button>
      </Form>
      <PasswordlessForms context={context} passwordless={view.passwordless} returnTo={view.returnTo} />
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
