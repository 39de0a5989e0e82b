import type { PageContext } from "./context.js";

/** Many wrong codes came after the right password: somebody else knows it. */
export function PasswordWarning({ context }: { readonly context: PageContext }) {
  const { signedIn } = context.locale;
  return (
    <div class="warning">
      <p>{signedIn.passwordChange}</p>
      <p>
        <a href={`${context.mount}/card#password`}>{signedIn.changePassword}</a>
      </p>
    </div>
  );
}
