export { type EmailOtpOptions, emailOtp } from "./email-otp/index.js";
export { type ExternalOptions, external } from "./external/index.js";
export { type PasskeyOptions, passkey } from "./passkey/index.js";
export { type PasswordOptions, password } from "./password/index.js";
export { type RecoveryCodeOptions, recoveryCode } from "./recovery-code/index.js";
export { type TotpOptions, totp } from "./totp/index.js";
