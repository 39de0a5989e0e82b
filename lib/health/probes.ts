import { createConnection } from "node:net";
import type { Clock, Mailer, Probe, Random } from "../contract/index.js";
import { askTime } from "./sntp.js";

/** What is asked, or what the host asks in our place; left out or `false`: nothing, and no packet leaves. */
export interface ProbeSettings {
  /** `true`: the mail server, if there is one. */
  readonly mail: boolean | (() => Promise<boolean>);
  /** `host:port` of which one that takes a connection is enough. */
  readonly internet: readonly string[] | (() => Promise<boolean>);
  /** SNTP servers, or how many milliseconds the right time is ahead of ours. */
  readonly clock: readonly string[] | (() => Promise<number>);
}

export interface Probes {
  /** Does the mail server answer, and take us? `fresh`: not what was found a moment ago. */
  mail(options?: { readonly fresh?: boolean }): Promise<Probe>;
  internet(): Promise<Probe>;
  /** `ahead`: milliseconds that the right time is ahead of ours. */
  clock(): Promise<Probe & { readonly ahead?: number }>;
}

export interface ProbesParts {
  readonly settings: ProbeSettings;
  readonly mailer: Mailer | undefined;
  readonly clock: Clock;
  readonly random: Random;
}

/** Milliseconds that one of them may take. */
const patience = 3000;
/** Milliseconds for which an answer is told again, so that pages never queue up questions; what failed is soon mended. */
const keptFor = { ok: 60_000, failed: 10_000 };

export function createProbes({ settings, mailer, clock, random }: ProbesParts): Probes {
  const mail = kept(async (): Promise<Probe> => {
    if (settings.mail === false) return { state: "off" };
    if (settings.mail !== true) return verdict(settings.mail);
    if (mailer === undefined) return { state: "failed", detail: "no mail server is set up" };
    await mailer.verify();
    return { state: "ok" };
  });
  const internet = kept(async (): Promise<Probe> => {
    if (typeof settings.internet === "function") return verdict(settings.internet);
    if (settings.internet.length === 0) return { state: "off" };
    await Promise.any(settings.internet.map(reach));
    return { state: "ok" };
  });
  const time = kept(async (): Promise<Probe & { readonly ahead?: number }> => {
    if (typeof settings.clock === "function") return { state: "ok", ahead: await settings.clock() };
    if (settings.clock.length === 0) return { state: "off" };
    const asked = settings.clock.map((server) => askTime(server, { clock, random, patience }));
    const answers = await Promise.allSettled(asked);
    const found = answers.flatMap((answer) => (answer.status === "fulfilled" ? [answer.value.ahead] : []));
    if (found.length > 0) return { state: "ok", ahead: median(found) };
    const [first] = answers;
    throw first?.status === "rejected" ? first.reason : new Error("no server answers");
  });
  return { mail, internet: () => internet(), clock: () => time() };
}

export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2;
}

async function verdict(ask: () => Promise<boolean>): Promise<Probe> {
  return { state: (await ask()) ? "ok" : "failed" };
}

/** Name and connection, as anything that goes there needs both; whichever of its addresses answers. */
function reach(address: string): Promise<void> {
  const { hostname, port } = new URL(`tcp://${address}`);
  const host = hostname.replace(/^\[|\]$/g, "");
  return new Promise<void>((resolve, reject) => {
    const socket = createConnection({ host, port: Number(port || 443), autoSelectFamily: true });
    socket.setTimeout(patience, () => socket.destroy(new Error("no answer")));
    socket.once("connect", () => resolve());
    socket.once("error", reject);
    socket.once("close", () => reject(new Error("closed")));
    socket.once("connect", () => socket.destroy());
  });
}

/** Bounded, shared while it runs (fresh or not), told again for a while; a failure is an answer. */
function kept<P extends Probe>(ask: () => Promise<P>) {
  let last: { readonly at: number; readonly answer: Promise<P | Probe>; keep: number } | undefined;
  return ({ fresh = false }: { readonly fresh?: boolean } = {}): Promise<P | Probe> => {
    const now = performance.now();
    const runs = last?.keep === Number.POSITIVE_INFINITY;
    if (last === undefined || (!runs && (fresh || now - last.at >= last.keep))) {
      const mine = { at: now, answer: bounded(ask), keep: Number.POSITIVE_INFINITY };
      last = mine;
      void mine.answer.then(({ state }) => {
        mine.keep = state === "failed" ? keptFor.failed : keptFor.ok;
      });
    }
    return last.answer;
  };
}

function bounded<P extends Probe>(ask: () => Promise<P>): Promise<P | Probe> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Probe>((resolve) => {
    timer = setTimeout(() => resolve({ state: "failed", detail: "no answer within 3 seconds" }), patience);
  });
  const asked = ask().catch((error: unknown): Probe => ({ state: "failed", detail: reasonOf(error) }));
  return Promise.race([asked, late]).finally(() => clearTimeout(timer));
}

function reasonOf(error: unknown): string {
  const [first] = error instanceof AggregateError ? error.errors : [error];
  return first instanceof Error ? first.message : String(first);
}
