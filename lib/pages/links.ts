import type { PageContext } from "./context.js";

export function cardUrl({ at }: PageContext): string {
  return at("/card");
}

/** A fresh proof first, by the strategy that guards what is wanted, then back to the page that asks for it. */
export function confirmUrl(
  { mount, at }: PageContext,
  confirm: string | null | undefined,
  page: string,
): string {
  const query = new URLSearchParams({
    need: "fresh",
    ...(typeof confirm === "string" && { anyOf: confirm }),
    returnTo: at(page),
  });
  return `${mount}/?${query}`;
}
