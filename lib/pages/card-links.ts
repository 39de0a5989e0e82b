import type { PageContext } from "./context.js";

export function cardUrl({ mount }: PageContext): string {
  return `${mount}/card`;
}

/** A fresh proof first, then back to the card. */
export function confirmUrl(context: PageContext): string {
  const query = new URLSearchParams({ need: "fresh", returnTo: cardUrl(context) });
  return `${context.mount}/?${query}`;
}
