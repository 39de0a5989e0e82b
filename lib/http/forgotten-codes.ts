import { z } from "zod";
import { hour, minute, second } from "../core/numbers.js";
import type { Change, Collection, CollectionSpec } from "../store/types.js";

/**
 * A code that was sent to somebody who has forgotten their password: by name, in a record of its own, for names that exist and
 * names that do not alike, so that no stranger writes an operator's record or learns who is known.
 */
const record = z.strictObject({
  /** Of the newest code; empty where it was used, or tried too often. */
  mac: z.string(),
  at: z.number(),
  failed: z.number(),
  /** When codes were asked for. */
  sends: z.array(z.number()),
});

export type ForgottenCode = Readonly<z.infer<typeof record>>;

const life = 10 * minute;
const sends = { apart: 30 * second, perWindow: 5, window: hour } as const;
/** Of a million codes five may be tried. */
const mostFailures = 5;

export const forgottenSpec: CollectionSpec<ForgottenCode> = {
  prefix: "forgot",
  parse: (stored) => record.parse(stored),
  expires: ({ at }) => at + sends.window,
};

/** Puts a code in the place of any older one; seconds to wait where there were too many. */
export function putCode(
  codes: Collection<ForgottenCode>,
  key: string,
  mac: string,
  now: number,
): Promise<number> {
  return codes.update(key, (current): Change<ForgottenCode, number> => {
    const sent = (current?.sends ?? []).filter((at) => at > now - sends.window);
    const apart = (sent.at(-1) ?? Number.NEGATIVE_INFINITY) + sends.apart - now;
    const full = (sent.at(-sends.perWindow) ?? Number.NEGATIVE_INFINITY) + sends.window - now;
    const wait = Math.ceil(Math.max(0, apart, full) / second);
    if (wait > 0) return { next: current, outcome: wait };
    return { next: { mac, at: now, failed: 0, sends: [...sent, now] }, outcome: 0 };
  });
}

/** Is this the code, and still good? A wrong one is counted. */
export function tryCode(
  codes: Collection<ForgottenCode>,
  key: string,
  fits: (mac: string) => boolean,
  now: number,
): Promise<boolean> {
  return codes.update(key, (current): Change<ForgottenCode, boolean> => {
    if (current === undefined || current.mac === "") return { next: current, outcome: false };
    // Over for good: no clock that steps back revives it.
    if (now - current.at >= life) return { next: { ...current, mac: "" }, outcome: false };
    if (fits(current.mac)) return { next: current, outcome: true };
    const failed = current.failed + 1;
    return { next: { ...current, failed, ...(failed >= mostFailures && { mac: "" }) }, outcome: false };
  });
}

/** The code is good once: `false` where somebody was faster with it. */
export function useCode(
  codes: Collection<ForgottenCode>,
  key: string,
  fits: (mac: string) => boolean,
): Promise<boolean> {
  return codes.update(key, (current): Change<ForgottenCode, boolean> => {
    if (current === undefined || current.mac === "" || !fits(current.mac))
      return { next: current, outcome: false };
    return { next: { ...current, mac: "" }, outcome: true };
  });
}
