import type { NodemailerError } from "nodemailer";
import { DeliveryError, isDeliveryError } from "../errors/index.js";

/**
 * What a failed send means. The server's own words are left out, only its numbers are told: a refusal may quote the mail
 * with its code, or the login. `handedOver`: it had been given the text of the mail, or a part of it.
 */
export function explain(error: unknown, handedOver: boolean): DeliveryError {
  if (isDeliveryError(error)) return error;
  const { code, originalCode, command, response, responseCode } = error as NodemailerError;
  // RFC 5321 §4.2.1: a reply of 4yz or 5yz says that it was not taken, also the one to the dot that ends the mail.
  // A last line that was cut off with the connection (ECONNECTION) is no reply.
  const refused = responseCode !== undefined && responseCode >= 400 && code !== "ECONNECTION";
  const unsent = refused || !handedOver;
  return new DeliveryError(
    unsent,
    refused ? refusal(command, responseCode, response) : silence(code, originalCode),
  );
}

function refusal(command = "the mail", responseCode: number, response = ""): string {
  const enhanced = /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})\b/.exec(response)?.[1];
  return `the mail server refused ${command}: ${responseCode}${enhanced === undefined ? "" : ` ${enhanced}`}`;
}

/** What nodemailer's codes mean where the server gave no reply. */
const reasons: Readonly<Record<string, string>> = {
  EABORT: "the mail server takes too long",
  ETIMEDOUT: "the mail server takes too long",
  EDNS: "the name of the mail server cannot be found",
  ETLS: "no TLS with the mail server",
  EAUTH: "the mail server does not take this login",
  ENOAUTH: "the mail server wants a login",
};

function silence(code = "unknown", originalCode?: string): string {
  const reason = reasons[code] ?? "the mail server cannot be reached, or broke off";
  return `${reason} (${originalCode ?? code})`;
}
