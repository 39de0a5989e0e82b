/** Puts values where a text says `{name}`; line breaks in them become spaces, so that no header is broken by a name. */
export function fillIn(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => (values[name] ?? "").replace(/\p{Cc}+/gu, " "));
}
