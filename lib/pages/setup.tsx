import type { PageProps } from "./context.js";

export function Setup({ context }: PageProps<"setup">) {
  const { Layout } = context.pages;
  const { title, text, engineer } = context.language.locale.setup;
  return (
    <Layout context={context} title={title} notice={context.notice}>
      <p>{text}</p>
      <p>{engineer}</p>
    </Layout>
  );
}
