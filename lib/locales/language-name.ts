/** A language by its own name: "svenska". The tag where it has none. */
export function languageName(tag: string): string {
  return new Intl.DisplayNames([tag], { type: "language", fallback: "code" }).of(tag) ?? tag;
}
