export { type EmailOtpOptions, emailOtp } from "./email-otp.js";
