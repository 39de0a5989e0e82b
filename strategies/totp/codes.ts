import { createGuardrails, generate, ScureBase32Plugin, verify } from "otplib";
import type { Random } from "../../lib/kit/index.js";

/** Seconds of a step. */
export const period = 30;
/** RFC 6238 §5.2: one step back, and one ahead for a phone whose clock is fast. */
const window = period;

/** Apps that were set up years ago have 80 bits; ours have 160. */
const guardrails = createGuardrails({ MIN_SECRET_BYTES: 10 });

/**
 * The step of the first of two codes that follow each other, however far the clock of the device is off, within ten
 * minutes; nothing where there is none. Only for whoever has the key before their eyes: of anybody else's code it would tell
 * which one comes next.
 */
export async function stepOfPair(
  secret: string,
  [first, second]: readonly [string, string],
  now: number,
): Promise<number | undefined> {
  const middle = stepAt(now);
  const codes = await Promise.all(
    Array.from({ length: 2 * reach + 2 }, (_, at) =>
      generate({ secret, epoch: (middle - reach + at) * period, guardrails }),
    ),
  );
  const at = codes.findIndex((code, index) => code === first && codes[index + 1] === second);
  return at < 0 ? undefined : middle - reach + at;
}

/** Steps to each side that a pair is looked for in. */
const reach = 20;

export function stepAt(now: number): number {
  return Math.floor(now / 1000 / period);
}

/** Seconds that a device is ahead whose code was of this step: from the middle of the step. */
export function aheadBy(step: number, now: number): number {
  return Math.round((step + 0.5) * period - now / 1000);
}

/** As other systems keep it: in groups, in small letters, with its padding. */
export function readSecret(text: string): string | undefined {
  if (text.length > 256) return undefined;
  const secret = text.replace(/[\s-]|=+$/g, "").toUpperCase();
  const bytes = decoded(secret)?.length ?? 0;
  return bytes >= 10 && bytes <= 64 ? secret : undefined;
}

function decoded(secret: string): Uint8Array | undefined {
  try {
    return new ScureBase32Plugin().decode(secret);
  } catch {
    return undefined;
  }
}

/** RFC 4226 §4 R6: 160 bits, as unpadded Base32. */
export function newSecret(random: Random): string {
  return new ScureBase32Plugin().encode(random.bytes(20), { padding: false });
}

/**
 * The time step that this code belongs to, within the window around `now`; nothing when it belongs to none. A step after
 * `lastStep` is found first; one at or before it is told as well, so that "used already" is not taken for "wrong".
 */
export async function acceptedStep(
  secret: string,
  code: string,
  now: number,
  lastStep: number,
): Promise<number | undefined> {
  const epoch = Math.floor(now / 1000);
  const find = async (afterTimeStep: number | undefined) => {
    const found = await verify({
      secret,
      token: code,
      epoch,
      epochTolerance: window,
      guardrails,
      ...(afterTimeStep !== undefined && { afterTimeStep }),
    });
    return found.valid && "timeStep" in found ? found.timeStep : undefined;
  };
  // The library throws when the last step lies past the window, as it does after the clock stepped back.
  const inReach = lastStep >= 0 && lastStep < Math.floor((epoch + window) / period);
  return (inReach ? await find(lastStep) : undefined) ?? (await find(undefined));
}
