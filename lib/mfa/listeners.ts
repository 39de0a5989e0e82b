import { MfaError, refuseUnknown } from "../errors/index.js";
import type { MfaEvents } from "./mfa.js";

type Listener<Name extends keyof MfaEvents> = (event: MfaEvents[Name]) => void;

/** Who listens to what. */
export function createListeners() {
  const listeners: { readonly [Name in keyof MfaEvents]: Set<Listener<Name>> } = {
    operator: new Set(),
    policy: new Set(),
    fault: new Set(),
  };
  const tell = <Name extends keyof MfaEvents>(name: Name, event: MfaEvents[Name]): void => {
    // A fault that nobody listens for is still said somewhere.
    if (name === "fault" && listeners.fault.size === 0)
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

function wordsOf(fault: unknown): string {
  if (fault instanceof MfaError) return `${fault.code}: ${fault.message}`;
  return fault instanceof Error ? fault.message : String(fault);
}
