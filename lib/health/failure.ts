import type { ProbeReason, ProbeResult } from "../contract/index.js";

const reasons: Readonly<Record<string, ProbeReason>> = {
  ETIMEDOUT: "silent",
  ECONNREFUSED: "refused",
  ENOTFOUND: "unknown-host",
  EAI_AGAIN: "unknown-host",
  ENODATA: "unknown-host",
};

/** Why it did not work, of what was thrown. */
export function failureOf(error: unknown): Extract<ProbeResult, { readonly ok: false }> {
  const { code, message } = error as { readonly code?: unknown; readonly message?: unknown };
  const reason = (typeof code === "string" && reasons[code]) || "failed";
  return { ok: false, reason, ...(typeof message === "string" && message !== "" && { detail: message }) };
}
