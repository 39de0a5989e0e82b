import type { Notice } from "../contract/index.js";
import type { ErrorCode } from "../errors/codes.js";
import type { MessageContext, PageContext } from "./context.js";
import { fill } from "./fill.js";
import { inTime } from "./time.js";

/** What happened and what to do, in the page's language. */
export function problemText({ locale, language }: MessageContext, { code, retryAfter }: Notice): string {
  const { problems } = locale;
  const text = Object.hasOwn(problems, code) ? problems[code as ErrorCode] : problems.ERR_MFA_FAULT;
  if (retryAfter === undefined) return text;
  return `${text} ${fill(locale.page.tryAgain, { when: inTime(language, retryAfter) })}`;
}

/** What is wrong with which of these fields. A wrong answer is wrong as a whole: which half of it is not told. */
export function fieldErrors(
  { notice, locale }: PageContext,
  fields: readonly string[],
  words: Readonly<Record<string, string>> = {},
): ReadonlyMap<string, string> {
  if (notice === undefined) return new Map();
  const { marks } = locale;
  if (Object.hasOwn(marks, notice.code)) {
    const mark = marks[notice.code as keyof typeof marks];
    return new Map(fields.map((name) => [name, mark]));
  }
  const errors = notice.errors ?? {};
  return new Map(
    fields.flatMap((name) => {
      const error = Object.hasOwn(errors, name) ? errors[name] : undefined;
      return error === undefined ? [] : [[name, words[error] ?? error] as const];
    }),
  );
}
