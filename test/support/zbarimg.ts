import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What a real scanner reads from a QR code: `zbarimg`, started as a program. Takes a PNG, or a `data:` URL of one. */
export function zbarimg(png: Uint8Array | string): string {
  const folder = mkdtempSync(join(tmpdir(), "express-mfa-qr-"));
  try {
    const file = join(folder, "qr.png");
    writeFileSync(file, typeof png === "string" ? fromDataUrl(png) : png);
    const args = ["--quiet", "--nodbus", "--raw", "-Sdisable", "-Sqrcode.enable", file];
    return execFileSync("zbarimg", args, { encoding: "utf8", timeout: 10_000 }).trimEnd();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function fromDataUrl(url: string): Buffer {
  const base64 = /^data:image\/png;base64,([A-Za-z0-9+/=]+)$/.exec(url)?.[1];
  if (base64 === undefined) throw new Error(`Not a data URL of a PNG: ${url.slice(0, 40)}`);
  return Buffer.from(base64, "base64");
}
