import type { en } from "./en.js";

type Texts<T> = { readonly [Key in keyof T]: T[Key] extends string ? string : Texts<T[Key]> };

/** All texts of a language: one that is missing is a compile error. */
export type Locale = Texts<typeof en>;
