import type { Clock, ClockResult, Mailer, ProbeResult, Probes, Random } from "../contract/index.js";
import type { Address } from "./address.js";
import { failureOf } from "./failure.js";
import { kept } from "./kept.js";
import { reach } from "./reach.js";
import { askSeveral } from "./sntp.js";

/** The option `probes`, read. */
export interface ProbePlan {
  readonly smtp: boolean | (() => Promise<ProbeResult>);
  readonly internet: readonly Address[] | (() => Promise<ProbeResult>);
  readonly sntp: readonly Address[] | (() => Promise<ClockResult>);
}

export interface ProbeParts {
  readonly mailer: Mailer | undefined;
  readonly clock: Clock;
  readonly random: Random;
}

const patience = 3000;
const off = { ok: false, reason: "off" } as const;

/** What is off sends nothing at all. */
export function createProbes(plan: ProbePlan, { mailer, clock, random }: ProbeParts): Probes {
  const { smtp, internet, sntp } = plan;
  return {
    smtp: kept(bounded(typeof smtp === "function" ? smtp : () => askMailer(mailer, smtp)), clock),
    internet: kept(bounded(typeof internet === "function" ? internet : () => reachAny(internet)), clock),
    clock: kept(bounded(typeof sntp === "function" ? sntp : () => askAny(sntp, { clock, random })), clock),
  };
}

async function askMailer(mailer: Mailer | undefined, wanted: boolean): Promise<ProbeResult> {
  if (!wanted) return off;
  if (mailer === undefined) return { ok: false, reason: "none" };
  await mailer.verify();
  return { ok: true };
}

async function reachAny(addresses: readonly Address[]): Promise<ProbeResult> {
  return addresses.length === 0 ? off : reach(addresses, patience);
}

async function askAny(
  servers: readonly Address[],
  parts: Pick<ProbeParts, "clock" | "random">,
): Promise<ClockResult> {
  return servers.length === 0 ? off : askSeveral(servers, { ...parts, patience });
}

/** Whoever is asked: 3 s, and what it throws is an answer too. */
function bounded<T extends ProbeResult | ClockResult>(ask: () => Promise<T>) {
  return async (): Promise<T | Extract<ProbeResult, { readonly ok: false }>> => {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<Extract<ProbeResult, { readonly ok: false }>>((resolve) => {
      timer = setTimeout(
        () => resolve({ ok: false, reason: "silent", detail: "no answer in time" }),
        patience,
      );
    });
    try {
      return await Promise.race([ask(), late]);
    } catch (error) {
      return failureOf(error);
    } finally {
      clearTimeout(timer);
    }
  };
}
