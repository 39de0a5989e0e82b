import type { Notice } from "../contract/index.js";
import type { MessageContext } from "./context.js";
import type { Page } from "./page.js";
import { problemText } from "./problem.js";

/** A problem outside the flow: there is no view to say it beside. */
export function messagePage(notice: Notice, context: MessageContext): Page {
  const { titles, goOn } = context.locale.message;
  const title = Object.hasOwn(titles, notice.code)
    ? titles[notice.code as keyof typeof titles]
    : titles.other;
  return {
    title,
    content: (
      <>
        <p>{problemText(context, notice)}</p>
        <p>
          <a href={`${context.mount}/`}>{goOn}</a>
        </p>
      </>
    ),
  };
}
