export type { PasskeyWords } from "./messages.js";
export type { PasskeyOptions } from "./options.js";
export { passkey } from "./passkey.js";
