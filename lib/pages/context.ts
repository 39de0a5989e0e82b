import type { Notice, Strategy, Words } from "../contract/index.js";
import type { Locale } from "../locales/index.js";

/** The part of a strategy that a page needs. */
export type PageStrategy = Pick<Strategy, "id" | "stage" | "fields" | "messages" | "enrol">;

/** What every page needs, one that only tells a problem too. */
export interface MessageContext {
  /** The name that people know the system by. */
  readonly issuer: string;
  /** Path of the mount, without a slash at the end; empty at the root. */
  readonly mount: string;
  readonly locale: Locale;
  /** BCP 47 tag of the locale. */
  readonly language: string;
  /** Path of the stylesheet, mount included. */
  readonly stylesheet: string;
}

/** What a page of the flow needs beside its view. */
export interface PageContext extends MessageContext {
  /** Sent back by each form as `_csrf`. */
  readonly formToken: string;
  readonly notice?: Notice;
  /** All that are installed, by id. */
  readonly strategies: ReadonlyMap<string, PageStrategy>;
  /** What forms carry on to the next page, beside the view's own `returnTo`: `need`, `anyOf`, `enrol`. */
  readonly carried?: Readonly<Record<string, string>>;
  /** There is a session already, so "cancel" goes back to it instead of ending it. Default `false`. */
  readonly signedIn?: boolean;
}

/** The words of a strategy in the page's language, else in English. Its id stands for the name of one that is not installed. */
export function wordsOf({ strategies, language }: PageContext, id: string): Words {
  const messages = strategies.get(id)?.messages;
  const [base = language] = language.split("-");
  return messages?.[language] ?? messages?.[base] ?? messages?.en ?? { name: id, prompt: "" };
}
