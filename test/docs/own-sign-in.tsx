import { Fields, Form, type PageProps } from "express-mfa/pages";

const fields = [
  { name: "username", label: "badge", type: "text", autocomplete: "username" },
  { name: "password", label: "password", type: "password", autocomplete: "current-password" },
] as const;

export function BadgeSignIn({ view, context }: PageProps<"sign-in">) {
  const { Layout } = context.pages;
  const words = { ...context.language.wordsOf("password"), badge: "Badge number" };
  return (
    <Layout context={context} title="Welcome to the depot" notice={context.notice}>
      <Form context={context} action="/sign-in" returnTo={view.returnTo}>
        <Fields context={context} fields={fields} words={words} errors={new Map()} />
        <button type="submit" class="main">
          {context.language.locale.signIn.submit}
        </button>
      </Form>
    </Layout>
  );
}
