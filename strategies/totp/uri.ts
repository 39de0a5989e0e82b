/**
 * The key URI that authenticator apps scan: `otpauth://totp/Issuer:account?…`. A colon parts the two, so neither may have
 * one inside. What apps take for granted is written out all the same.
 */
export function keyUri(issuer: string, account: string, secret: string): string {
  const [cleanIssuer, cleanAccount] = [issuer, account].map(withoutColon) as [string, string];
  const label = `${encodeURIComponent(cleanIssuer)}:${encodeURIComponent(cleanAccount)}`;
  const parameters = [
    `secret=${secret}`,
    `issuer=${encodeURIComponent(cleanIssuer)}`,
    "algorithm=SHA1",
    "digits=6",
    "period=30",
  ];
  return `otpauth://totp/${label}?${parameters.join("&")}`;
}

function withoutColon(text: string): string {
  return text
    .toWellFormed()
    .replace(/\s*:\s*/g, " ")
    .trim();
}
