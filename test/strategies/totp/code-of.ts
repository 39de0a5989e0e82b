import { generateSync } from "otplib";

/** The code that an app shows in this time step. */
export function codeOf(secret: string, step: number): string {
  return generateSync({ secret, epoch: step * 30 });
}
