import type { Words } from "../contract/index.js";
import type { en } from "./en.js";

type Texts<T> = { readonly [Key in keyof T]: T[Key] extends string ? string : Texts<T[Key]> };

/** All texts of core in one language: one that is missing is a compile error. */
export type Locale = Texts<typeof en>;

/** A whole language from a host: core's texts, and the words of each strategy that is installed. */
export type Translation<Id extends string = string> = Locale & {
  readonly strategies: Readonly<Record<Id, Words>>;
};
