import type { PageContext, PageStrategy } from "./context.js";

/** The first factor that our own forms ask for; the host's login only where there is no other. */
export function firstOf({ strategies }: PageContext): PageStrategy | undefined {
  const first = [...strategies.values()].filter(({ stage }) => stage === "first");
  return first.find(({ hostLogin }) => hostLogin === undefined) ?? first[0];
}
