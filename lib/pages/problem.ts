import type { Notice } from "../contract/index.js";
import type { ErrorCode } from "../errors/codes.js";
import type { MessageContext } from "./context.js";

/** What happened and what to do, in the page's language. */
export function problemText({ language }: MessageContext, { code, text }: Notice): string {
  const { problems } = language.locale;
  if (text !== undefined) return text;
  return Object.hasOwn(problems, code) ? problems[code as ErrorCode] : problems.ERR_MFA_FAULT;
}

/** The same in the words of a strategy, where it has some for it. */
export function inWordsOf(
  notice: Notice | undefined,
  words: Readonly<Record<string, string>>,
): Notice | undefined {
  const text = notice && Object.hasOwn(words, notice.code) ? words[notice.code] : undefined;
  return notice !== undefined && text !== undefined ? { ...notice, text } : notice;
}

/** Is something wrong with what was typed, so that it is said beside the field as well? */
export function marksFields({ language }: MessageContext, { code, errors, text }: Notice): boolean {
  if (text !== undefined) return false;
  return errors !== undefined || Object.hasOwn(language.locale.marks, code);
}

/** What is wrong with which of these fields. A wrong answer is wrong as a whole: which half of it is not told. */
export function fieldErrors(
  { language }: MessageContext,
  notice: Notice | undefined,
  fields: readonly string[],
  words: Readonly<Record<string, string>> = {},
): ReadonlyMap<string, string> {
  if (notice === undefined) return new Map();
  const { marks, errors: sentences } = language.locale;
  if (Object.hasOwn(marks, notice.code)) {
    const mark = marks[notice.code as keyof typeof marks];
    return new Map(fields.map((name) => [name, mark]));
  }
  const errors = notice.errors ?? {};
  const said: Readonly<Record<string, string>> = { ...sentences, ...words };
  return new Map(
    fields.flatMap((name) => {
      const error = Object.hasOwn(errors, name) ? errors[name] : undefined;
      return error === undefined ? [] : [[name, said[error] ?? error] as const];
    }),
  );
}

/** The same where only what is said of a field by name counts: the wrong code on the page was of another form. */
export function inputErrors(
  context: MessageContext,
  notice: Notice | undefined,
  fields: readonly string[],
  words: Readonly<Record<string, string>> = {},
): ReadonlyMap<string, string> {
  return notice?.errors === undefined ? new Map() : fieldErrors(context, notice, fields, words);
}
