export { type EmailOtpOptions, emailOtp } from "./email-otp.js";
export type { EmailOtpWords } from "./messages.js";
