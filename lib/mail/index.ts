export { createSmtpMailer, type SmtpMailerOptions } from "./smtp-mailer.js";
export { type MailDress, writeMail } from "./write-mail.js";
