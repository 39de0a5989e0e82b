import { CodeForm, NewAddressForm } from "./address-forms.js";
import type { PageProps } from "./context.js";
import { Leave, Person } from "./parts.js";

/** On the way back in, where the second factor is a mailbox: another address, and the code that was sent to it. */
export function NewEmail({ view, context }: PageProps<"email">) {
  const { Layout } = context.pages;
  const { newEmail: words } = context.language.locale;
  const { newEmail, returnTo } = view;
  return (
    <Layout context={context} title={words.title} notice={context.notice}>
      <Person context={context} operator={view.operator} signedIn={false} />
      <p>{words.text}</p>
      {newEmail !== undefined && (
        <CodeForm context={context} action="/email/verify" newEmail={newEmail} returnTo={returnTo} />
      )}
      <NewAddressForm context={context} action="/email" returnTo={returnTo} />
      <Leave context={context} signedIn={false} />
    </Layout>
  );
}
