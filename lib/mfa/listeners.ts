import type { AuditLine } from "../contract/index.js";
import { MfaError, refuseUnknown } from "../errors/index.js";
import type { Logger } from "../options/index.js";
import type { MfaEvents } from "./mfa.js";

type Listener<Name extends keyof MfaEvents> = (event: MfaEvents[Name]) => void;

/** Who listens to what; and the host's log, where there is one. */
export function createListeners(logger?: Logger) {
  const listeners: { readonly [Name in keyof MfaEvents]: Set<Listener<Name>> } = {
    operator: new Set(),
    setup: new Set(),
    policy: new Set(),
    audit: new Set(),
    fault: new Set(),
  };
  const tell = <Name extends keyof MfaEvents>(name: Name, event: MfaEvents[Name]): void => {
    if (name === "setup" && listeners.setup.size === 0) print(event as MfaEvents["setup"]);
    if (logger !== undefined) log(logger, name, event);
    // A fault that nobody listens for is still said somewhere.
    else if (name === "fault" && listeners.fault.size === 0)
      process.emitWarning(wordsOf(event), { type: "MfaFault" });
    for (const listener of listeners[name]) {
      try {
        listener(event);
      } catch (error) {
        if (name !== "fault") tell("fault", error);
      }
    }
  };
  return {
    tell,
    on<Name extends keyof MfaEvents>(name: Name, listener: Listener<Name>): () => void {
      refuseUnknown("on()", { [name]: true }, Object.keys(listeners));
      listeners[name].add(listener);
      return () => listeners[name].delete(listener);
    },
  };
}

/** The one text that is written where the server's own console is read: who can read it may claim the system. */
function print({ url, code, expires }: MfaEvents["setup"]): void {
  const until = new Date(expires).toTimeString().slice(0, 5);
  console.log(`Not set up yet. Open ${url} and enter the setup code ${code} (good until ${until}, once).`);
}

/** A log that throws stops nobody, and there is nowhere else to say it. */
function log<Name extends keyof MfaEvents>(logger: Logger, name: Name, event: MfaEvents[Name]): void {
  try {
    if (name === "fault") logger.error({ err: event }, wordsOf(event));
    if (name !== "audit") return;
    const line = event as AuditLine;
    if (line.result === "success") logger.info({ audit: line }, line.type);
    else logger.warn({ audit: line }, line.type);
  } catch {}
}

function wordsOf(fault: unknown): string {
  if (fault instanceof MfaError) return `${fault.code}: ${fault.message}`;
  return fault instanceof Error ? fault.message : String(fault);
}
