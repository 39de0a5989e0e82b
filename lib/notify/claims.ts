import { z } from "zod";
import { day } from "../core/numbers.js";
import type { Change, Collection, CollectionSpec } from "../store/types.js";

/** One notification on its way: who is at it, until when, and how many of its mails are out. */
const claim = z.strictObject({
  at: z.number(),
  runner: z.string(),
  until: z.number(),
  sent: z.number(),
  done: z.boolean(),
});

export type Claim = Readonly<z.infer<typeof claim>>;

/** What is older is told to nobody any more: a warning of last week helps nobody. */
export const newsFor = 7 * day;

export const claimsSpec: CollectionSpec<Claim> = {
  prefix: "told",
  parse: (stored) => claim.parse(stored),
  // Longer than anybody could take it for news.
  expires: ({ at }) => at + newsFor + day,
};

/** Milliseconds for one try: whoever does not come back in that time is no more. */
const leaseFor = 60_000;

export type Taken = { readonly is: "mine"; readonly sent: number } | { readonly is: "done" | "theirs" };

/** One process tells it. What that one leaves behind is taken up by the next that looks. */
export function take(
  claims: Collection<Claim>,
  id: string,
  { at, runner, now }: { readonly at: number; readonly runner: string; readonly now: number },
): Promise<Taken> {
  return claims.update(id, (current): Change<Claim, Taken> => {
    if (current?.done) return { next: current, outcome: { is: "done" } };
    if (current !== undefined && current.runner !== runner && current.until > now)
      return { next: current, outcome: { is: "theirs" } };
    const sent = current?.sent ?? 0;
    return { next: { at, runner, until: now + leaseFor, sent, done: false }, outcome: { is: "mine", sent } };
  });
}

export async function advance(
  claims: Collection<Claim>,
  id: string,
  change: Partial<Pick<Claim, "sent" | "done">>,
): Promise<void> {
  await claims.update(id, (current) => ({ next: current && { ...current, ...change }, outcome: undefined }));
}
