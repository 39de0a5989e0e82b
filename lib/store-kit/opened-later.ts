import type { Backend } from "../contract/index.js";
import { MfaError } from "../errors/index.js";

/**
 * A backend that connects at `open` and not before: a helper is called where options are written, and a fault there would
 * have nobody to hear it.
 *
 * @param place names the store in messages; never with a password
 */
export function openedLater(
  { name, place }: { readonly name: string; readonly place: string },
  connect: () => Promise<Backend>,
): Backend {
  let opened: Backend | undefined;
  const backend = () => {
    if (opened === undefined) throw new MfaError("ERR_MFA_NOT_READY", { detail: `${place} is not open` });
    return opened;
  };
  return {
    name,
    shared: true,
    async open() {
      opened = await connect();
    },
    read: (keys) => backend().read(keys),
    swap: (...change) => backend().swap(...change),
    list: (...range) => backend().list(...range),
    sweep: (now) => backend().sweep(now),
    risks: async () => (await backend().risks?.()) ?? [],
    close: async () => opened?.close(),
  };
}
