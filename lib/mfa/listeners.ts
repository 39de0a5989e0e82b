import type { MfaEvents } from "./mfa.js";

type Listener<Name extends keyof MfaEvents> = (event: MfaEvents[Name]) => void;

/** Who listens to what. */
export function createListeners() {
  const listeners: { readonly [Name in keyof MfaEvents]: Set<Listener<Name>> } = {
    operator: new Set(),
    fault: new Set(),
  };
  const tell = <Name extends keyof MfaEvents>(name: Name, event: MfaEvents[Name]): void => {
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
      listeners[name].add(listener);
      return () => listeners[name].delete(listener);
    },
  };
}
