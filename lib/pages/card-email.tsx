import { CodeForm, NewAddressForm } from "./address-forms.js";
import type { PageProps } from "./context.js";
import { confirmUrl } from "./links.js";

/** A new address counts once the code that was sent to it has come back. */
export function EmailForm({ view, context }: PageProps<"card">) {
  const { card } = context.language.locale;
  const { newEmail, fresh, confirm } = view;
  return (
    <>
      {newEmail !== undefined && (
        <CodeForm context={context} action="/card/email/verify" newEmail={newEmail} />
      )}
      {fresh ? (
        <NewAddressForm context={context} action="/card/email" />
      ) : (
        <p>
          <a href={confirmUrl(context, confirm, "/card")}>{card.confirmForEmail}</a>
        </p>
      )}
    </>
  );
}
