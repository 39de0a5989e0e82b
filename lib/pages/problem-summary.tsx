import type { Notice } from "../contract/index.js";
import type { MessageContext } from "./context.js";
import { problemText } from "./problem.js";

/** What went wrong, first on the page and read out at once (WCAG 4.1.3). What is wrong with a field is said there. */
export function Problem({ context, notice }: { readonly context: MessageContext; readonly notice: Notice }) {
  return (
    <div class="problem" role="alert">
      <p>{problemText(context, notice)}</p>
    </div>
  );
}
