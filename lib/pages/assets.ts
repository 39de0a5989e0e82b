import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

/** A file that pages refer to. Its name changes with its text, so that it can be kept for ever. */
export interface Asset {
  readonly name: string;
  readonly type: string;
  readonly text: string;
}

export const stylesheet = read("style.css", "text/css; charset=utf-8");
export const script = read("script.js", "text/javascript; charset=utf-8");

function read(file: string, type: string): Asset {
  const text = readFileSync(new URL(`./assets/${file}`, import.meta.url), "utf8");
  const hash = createHash("sha256").update(text).digest("hex").slice(0, 8);
  const [name, extension] = file.split(".");
  return { name: `${name}-${hash}.${extension}`, type, text };
}
