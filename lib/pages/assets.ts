import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

/** A file that pages refer to. Its name changes with its text, so that it can be kept for ever. */
export interface Asset {
  readonly name: string;
  readonly type: string;
  readonly text: string;
}

export const stylesheet = read("style.css", "text/css; charset=utf-8");
export const script = scriptAsset("script", readAsset("script.js"));

export function scriptAsset(name: string, text: string): Asset {
  return asset(`${name}.js`, "text/javascript; charset=utf-8", text);
}

function read(file: string, type: string): Asset {
  return asset(file, type, readAsset(file));
}

function readAsset(file: string): string {
  return readFileSync(new URL(`./assets/${file}`, import.meta.url), "utf8");
}

function asset(file: string, type: string, text: string): Asset {
  const hash = createHash("sha256").update(text).digest("hex").slice(0, 8);
  const [name, extension] = file.split(".");
  return { name: `${name}-${hash}.${extension}`, type, text };
}
