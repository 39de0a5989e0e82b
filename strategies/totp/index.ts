export type { TotpWords } from "./messages.js";
export { type TotpOptions, totp } from "./totp.js";
