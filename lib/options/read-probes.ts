import { MfaError, refuseUnknown } from "../errors/index.js";
import type { ProbeSettings } from "../health/index.js";
import type { MfaOptions } from "./options.js";

const names = ["mail", "internet", "clock"] as const;

/** What may be asked over the network. By itself only our own mail server is. */
export function readProbes(probes: MfaOptions["probes"] = {}): ProbeSettings {
  if (probes === false) return { mail: false, internet: [], clock: [] };
  refuseUnknown("createMfa, probes", probes, names);
  const { mail = true, internet = [], clock = [] } = probes;
  if (typeof mail !== "boolean" && typeof mail !== "function")
    throw wrong("mail", "must be true, false or a function");
  return {
    mail,
    internet: readAddresses("internet", internet),
    clock: readAddresses("clock", clock),
  };
}

function readAddresses<F extends () => Promise<unknown>>(
  name: string,
  given: readonly string[] | false | F,
): readonly string[] | F {
  if (given === false) return [];
  if (typeof given === "function") return given;
  const isAddress = (address: unknown) =>
    typeof address === "string" && /^(\[[\da-f:]+\]|[\w.-]+)(:\d{1,5})?$/i.test(address);
  if (!Array.isArray(given) || given.length > 10 || !given.every(isAddress))
    throw wrong(name, 'must be a list of at most 10 hosts such as "time.example.com" or "192.0.2.1:443"');
  return given;
}

function wrong(name: string, text: string): MfaError {
  return new MfaError("ERR_MFA_OPTIONS", { detail: `option "probes.${name}" ${text}` });
}
