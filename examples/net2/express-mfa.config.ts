import { net2Options } from "./mfa.js";
import { keptSecret } from "./secret.js";
import { readSettings } from "./settings.js";

/** For `npx express-mfa`, beside the server: its options, by the same variables. Its own mailbox is not reached from here. */
export default async () => {
  const settings = readSettings(process.env, import.meta.dirname);
  const secret = settings.secret ?? (await keptSecret(settings.dataDir));
  return net2Options(settings, secret, settings.smtpUrl);
};
