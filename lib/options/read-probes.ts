import type { ProbeOptions } from "../contract/index.js";
import { MfaError, refuseUnknown } from "../errors/index.js";
import { type Address, type ProbePlan, readAddress } from "../health/index.js";

const sntpPort = 123;

/** What is asked of the world outside; nothing of the internet, unless a host is named. */
export function readProbes(probes: ProbeOptions | false = {}): ProbePlan {
  if (probes === false) return { smtp: false, internet: [], sntp: [] };
  if (typeof probes !== "object" || probes === null) throw wrong("probes", "must be false or an object");
  refuseUnknown("createMfa, probes", probes, ["smtp", "internet", "sntp"]);
  const { smtp = true, internet = [], sntp = [] } = probes;
  if (typeof smtp !== "boolean" && typeof smtp !== "function")
    throw wrong("probes.smtp", "must be true, false or a function");
  return {
    smtp,
    internet:
      typeof internet === "function" ? internet : addresses("probes.internet", internet, '"example.com:443"'),
    sntp: typeof sntp === "function" ? sntp : addresses("probes.sntp", sntp, '"pool.ntp.org"', sntpPort),
  };
}

function addresses(name: string, given: unknown, example: string, port?: number): readonly Address[] {
  if (!Array.isArray(given)) throw wrong(name, `must be a list such as [${example}], or a function`);
  return given.map((text: unknown) => {
    const address = typeof text === "string" ? readAddress(text, port) : undefined;
    if (address === undefined) throw wrong(name, `has ${JSON.stringify(text)}, which is not like ${example}`);
    return address;
  });
}

function wrong(name: string, detail: string): MfaError {
  return new MfaError("ERR_MFA_OPTIONS", { detail: `option "${name}" ${detail}` });
}
