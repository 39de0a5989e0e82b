import type { ChallengeStart, Held, Json, Services, Strategy } from "../contract/index.js";
import { codeField, readCode } from "./code.js";

export interface SentCode<Own extends Json> {
  /** Where the code goes: an address, a number. It is a code for that place alone. */
  to(own: Own): string;
  /** The place as a stranger may see it. */
  mask(to: string): string;
  /** Sends it. Throws a `DeliveryError`. */
  deliver(services: Services, to: string, code: string): Promise<void>;
  /** Seconds for which a code is good, at most 600 (ASVS 6.5.5). */
  readonly expiresIn: number;
  /** Default 6: a million codes against five guesses (ASVS 6.5.4). */
  readonly digits?: number;
}

/**
 * The challenge of a strategy that sends a code, and the judge of it: drawn anew each time, kept as a keyed hash, good for the
 * place that it was sent to. That it is good once and for one sign-in, and how often one is sent, core sees to.
 */
export function sentCode<Own extends Json>({
  to,
  mask,
  deliver,
  expiresIn,
  digits = 6,
}: SentCode<Own>): Pick<Strategy<string, Own>, "fields" | "judge"> & {
  challenge(services: Services, held: Held<Own>): Promise<ChallengeStart>;
} {
  return {
    fields: [{ ...codeField, digits }],

    async challenge(services, { own }) {
      const place = to(own);
      const code = services.random.digits(digits);
      return {
        data: { mac: services.mac(bound(place, code)) },
        expiresIn,
        sentTo: mask(place),
        deliver: () => deliver(services, place, code),
      };
    },

    async judge(services, held, input, challenge) {
      const code = readCode(input.code, digits);
      const mac = macIn(challenge);
      if (held === undefined || code === undefined || mac === undefined) return { right: false };
      return { right: services.macFits(bound(to(held.own), code), mac) };
    },
  };
}

function bound(place: string, code: string): string {
  return `${place}\n${code}`;
}

function macIn(challenge: Json | undefined): string | undefined {
  const { mac } = (challenge ?? {}) as { readonly mac?: unknown };
  return typeof mac === "string" ? mac : undefined;
}
