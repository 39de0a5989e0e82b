import type { ClockResult, HealthCheck, ProbeResult } from "../contract/index.js";

/** Seconds from which a clock is worth a word, and from which right codes are refused: they reach one step of 30 s. */
const drift = { warning: 20, error: 30 } as const;
/** Milliseconds from which storage is slow. */
const slow = 500;

/** What the time servers say; else what the phones of the operators say, which are set by their networks. */
export function clockCheck(asked: ClockResult, phones: number | undefined): HealthCheck {
  if (asked.ok) return offBy(asked.offset / 1000, "server");
  if (phones !== undefined) return offBy(phones, "phones");
  if (asked.reason === "off") return { id: "clock", level: "unknown", is: "unasked" };
  return { id: "clock", level: "warning", is: "silent", ...said(asked) };
}

/** `ahead`: seconds by which the others are ahead of us. */
function offBy(ahead: number, by: "server" | "phones"): HealthCheck {
  const seconds = Math.round(Math.abs(ahead));
  const level = seconds >= drift.error ? "error" : seconds >= drift.warning ? "warning" : "ok";
  const is = level === "ok" ? "right" : ahead > 0 ? "slow" : "fast";
  return { id: "clock", level, is: by === "phones" ? `${is}ByPhones` : is, seconds };
}

/** `needed`: the policy accepts codes by e-mail. */
export function mailCheck(asked: ProbeResult, internet: ProbeResult, needed: boolean): HealthCheck {
  if (asked.ok) return { id: "mail", level: "ok", is: "answers" };
  if (asked.reason === "off") return { id: "mail", level: "unknown", is: "unasked" };
  const level = needed ? "error" : "warning";
  if (asked.reason === "none") return { id: "mail", level, is: "none" };
  return { id: "mail", level, is: internet.ok ? "notTheInternet" : "silent", ...said(asked) };
}

export function internetCheck(asked: ProbeResult): HealthCheck {
  if (asked.ok) return { id: "internet", level: "ok", is: "answers" };
  if (asked.reason === "off") return { id: "internet", level: "unknown", is: "unasked" };
  return { id: "internet", level: "warning", is: "silent", ...said(asked) };
}

/** `swap`: milliseconds that a change took; nothing where it failed. */
export function storageCheck(swap: number | undefined): HealthCheck {
  if (swap === undefined) return { id: "storage", level: "error", is: "fails" };
  const milliseconds = Math.max(1, Math.round(swap));
  return swap < slow
    ? { id: "storage", level: "ok", is: "answers", milliseconds }
    : { id: "storage", level: "warning", is: "slow", milliseconds };
}

interface Some {
  readonly count: number;
  readonly usernames: readonly string[];
}

export function addressCheck(lacking: Some): HealthCheck {
  return lacking.count === 0
    ? { id: "addresses", level: "ok", is: "all" }
    : { id: "addresses", level: "warning", is: "some", ...lacking };
}

/** `on`: the policy accepts any second factor. */
export function factorCheck(lacking: Some, on: boolean): HealthCheck {
  if (!on) return { id: "factors", level: "warning", is: "off" };
  return lacking.count === 0
    ? { id: "factors", level: "ok", is: "all" }
    : { id: "factors", level: "warning", is: "some", ...lacking };
}

export function engineerCheck(count: number): HealthCheck {
  if (count > 1) return { id: "engineers", level: "ok", is: "several", count };
  return { id: "engineers", level: "warning", is: "one" };
}

function said({ detail }: Extract<ProbeResult, { readonly ok: false }>): { readonly detail?: string } {
  return detail === undefined ? {} : { detail };
}
