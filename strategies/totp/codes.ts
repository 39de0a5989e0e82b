import { createGuardrails, ScureBase32Plugin, verify } from "otplib";
import type { Random } from "../../lib/kit/index.js";

const period = 30;
/** RFC 6238 §5.2: one step back, and one ahead for a phone whose clock is fast. */
const window = period;

/** Apps that were set up years ago have 80 bits; ours have 160. */
const guardrails = createGuardrails({ MIN_SECRET_BYTES: 10 });

/** As other systems keep it: in groups, in small letters, with its padding. */
export function readSecret(text: string): string | undefined {
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

/** Seconds by which the middle of a step is ahead of `now`: what a phone that shows its code is ahead by, to 15 s. */
export function secondsAhead(step: number, now: number): number {
  return (step + 0.5) * period - now / 1000;
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

/** Steps that a phone's clock may be wrong by to be told so: 10 minutes. */
const reach = 20;

/**
 * The step of the second of two codes in a row, as far as 10 minutes away. For an enrolment, where whoever asks has the
 * secret before them; at a sign-in it would answer a guess.
 */
export async function stepOfPair(
  secret: string,
  [first, second]: readonly [string, string],
  now: number,
): Promise<number | undefined> {
  const isOf = async (token: string, step: number) =>
    (await verify({ secret, token, epoch: step * period, epochTolerance: 0, guardrails })).valid;
  const current = Math.floor(now / 1000 / period);
  for (let away = 0; away <= reach; away += 1) {
    for (const step of new Set([current - away, current + away])) {
      if (step > 0 && (await isOf(first, step - 1)) && (await isOf(second, step))) return step;
    }
  }
  return undefined;
}

/** Is it a step that a sign-in takes as well? */
export function isNear(step: number, now: number): boolean {
  return Math.abs(step - Math.floor(now / 1000 / period)) <= 1;
}
