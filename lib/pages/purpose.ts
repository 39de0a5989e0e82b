import type { Purpose } from "../contract/index.js";

/** A step-up says so in each form, so that the next page is still one. */
export function carriedBy(purpose: Purpose): Readonly<Record<string, string>> {
  return purpose === "step-up" ? { need: "fresh" } : {};
}
