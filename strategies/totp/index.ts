export { type TotpOptions, totp } from "./totp.js";
