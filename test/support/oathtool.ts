import { execFileSync } from "node:child_process";

/**
 * The code that a real authenticator shows: `oathtool`, started as a program.
 *
 * @param secretOrUri Base32, or an `otpauth://totp/…` URI whose parameters are then followed
 * @param at milliseconds since the epoch
 */
export function oathtool(secretOrUri: string, at: number = Date.now()): string {
  const uri = secretOrUri.startsWith("otpauth:") ? new URL(secretOrUri).searchParams : new URLSearchParams();
  const algorithm = uri.get("algorithm") ?? "SHA1";
  const args = [
    `--totp=${algorithm.toLowerCase()}`,
    "--base32",
    `--digits=${uri.get("digits") ?? 6}`,
    `--time-step-size=${uri.get("period") ?? 30}s`,
    `--now=@${Math.floor(at / 1000)}`,
    "-",
  ];
  // By standard input: arguments are read by everybody on the machine.
  const input = `${uri.get("secret") ?? secretOrUri}\n`;
  return execFileSync("oathtool", args, { input, encoding: "utf8", timeout: 10_000 }).trim();
}
