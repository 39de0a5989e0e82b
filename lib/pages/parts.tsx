import type { OperatorView, Purpose } from "../contract/index.js";
import { fillIn } from "../locales/index.js";
import type { PageContext } from "./context.js";
import { Action } from "./form.js";
import { confirmUrl } from "./links.js";

interface Props {
  readonly context: PageContext;
}

/** Whose sign-in or session this is: on a shared computer it may be somebody else's. */
export function Person({
  context,
  operator,
  signedIn,
}: Props & { readonly operator: OperatorView; readonly signedIn: boolean }) {
  const { signedInAs, signingInAs } = context.language.locale.page;
  const name = operator.name ?? operator.username;
  return <p class="person">{fillIn(signedIn ? signedInAs : signingInAs, { name })}</p>;
}

/** A post led here, and is not kept: it is said before, since the page that follows is the host's. */
export function Repeat({ context }: Props) {
  return context.carried?.repeat === undefined ? null : <p>{context.language.locale.page.repeat}</p>;
}

/** The way out of a step: back to the session where there is one, else the sign-in is given up. */
export function Leave({ context, signedIn }: Props & { readonly signedIn: boolean }) {
  const { challenge } = context.language.locale;
  return (
    <div class="leave">
      {signedIn ? (
        <a href={`${context.mount}/`}>{challenge.back}</a>
      ) : (
        <Action
          context={{ ...context, carried: {} }}
          action="/sign-out"
          label={challenge.cancel}
          look="quiet"
        />
      )}
    </div>
  );
}

/** The way to a fresh proof, and back to this page. */
export function Confirm(
  props: Props & {
    readonly confirm: string | null | undefined;
    readonly page: string;
    readonly label: string;
  },
) {
  return (
    <p>
      <a class="button" href={confirmUrl(props.context, props.confirm, props.page)}>
        {props.label}
      </a>
    </p>
  );
}

/** Many wrong codes came after the right password: somebody else knows it. */
export function PasswordWarning({ context }: Props) {
  const { signedIn } = context.language.locale;
  return (
    <div class="warning">
      <p>{signedIn.passwordChange}</p>
      <p>
        <a href={context.at("/card#password")}>{signedIn.changePassword}</a>
      </p>
    </div>
  );
}

/** A step-up says so in each form, so that the next page is still one. */
export function carriedBy(purpose: Purpose): Readonly<Record<string, string>> {
  return purpose === "step-up" ? { need: "fresh" } : {};
}

export function isSignedIn(context: PageContext, purpose: Purpose): boolean {
  return context.signedIn ?? purpose === "step-up";
}
