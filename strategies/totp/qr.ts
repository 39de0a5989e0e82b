import { toBuffer, toString as toText } from "qrcode";

/** Drawn here: no other service ever sees the secret. Dark on light with its quiet zone, in dark mode too. */
export async function draw(uri: string, type: "svg" | "png"): Promise<Buffer> {
  const look = { errorCorrectionLevel: "M", margin: 4 } as const;
  if (type === "svg") return Buffer.from(await toText(uri, { ...look, type: "svg" }));
  return toBuffer(uri, { ...look, type: "png", scale: 6 });
}

export function dataUrl(png: Buffer): string {
  return `data:image/png;base64,${png.toString("base64")}`;
}
