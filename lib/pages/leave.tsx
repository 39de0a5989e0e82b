import type { PageContext } from "./context.js";
import { Action } from "./form.js";

/** The way out of a step: back to the session where there is one, else the sign-in is given up. */
export function Leave({ context, signedIn }: { readonly context: PageContext; readonly signedIn: boolean }) {
  const { challenge } = context.locale;
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
