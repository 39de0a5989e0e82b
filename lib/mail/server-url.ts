import type { SMTPTransportOptions } from "nodemailer";
import { parseConnectionUrl } from "nodemailer/lib/shared";
import { MfaError } from "../errors/index.js";

/** The options in a URL. nodemailer itself takes any text, and then tries localhost. The URL may hold a password: never told. */
export function readServerUrl(url: string): SMTPTransportOptions {
  const server = URL.canParse(url) ? new URL(url) : undefined;
  if (server === undefined || !/^smtps?:$/.test(server.protocol) || server.hostname === "") {
    const detail = 'option "smtp" is not a URL such as "smtp://user:password@mail.example.com:587"';
    throw new MfaError("ERR_MFA_OPTIONS", { detail });
  }
  return parseConnectionUrl(url);
}
