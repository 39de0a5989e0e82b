import type { Notice } from "../contract/index.js";
import { fillIn, inTime } from "../locales/index.js";
import type { MessageContext } from "./context.js";
import { marksFields, problemText } from "./problem.js";

interface Props {
  readonly context: MessageContext;
  readonly notice: Notice;
}

/**
 * What went wrong, first on the page and read out at once (WCAG 4.1.3). What is wrong with a field is said there, and the
 * field has the focus; where no field is marked, this has it.
 */
export function Problem({ context, notice }: Props) {
  return (
    <div class="problem" role="alert" tabIndex={-1} autofocus={!marksFields(context, notice)}>
      <p>
        <ProblemText context={context} notice={notice} />
      </p>
    </div>
  );
}

/** What happened, what to do, and when to come back. A script lets a wait run down. */
export function ProblemText({ context, notice }: Props) {
  const { retryAfter } = notice;
  const { tag, locale } = context.language;
  const { tryAgain, tryNow } = locale.page;
  if (retryAfter === undefined) return <>{problemText(context, notice)}</>;
  return (
    <>
      {problemText(context, notice)}{" "}
      <span role="timer" data-wait={retryAfter} data-text={tryAgain} data-done={tryNow}>
        {fillIn(tryAgain, { when: inTime(tag, retryAfter) })}
      </span>
    </>
  );
}
