import type { Site } from "./site.js";

const longest = 2000;

/**
 * A path on this origin to go back to, or nothing. What a browser would take for another host goes home: `//evil`,
 * `/\evil`, `%2f%2f`, schemes, and anything with control characters (WSTG-CLNT-04).
 */
export function readReturnTo(text: unknown, site: Site): string | undefined {
  if (typeof text !== "string" || text.length > longest || !text.startsWith("/")) return undefined;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  if (/[\u0000-\u0020\u007f\\]/.test(text) || !text.isWellFormed()) return undefined;
  const decoded = decode(text);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  if (decoded === undefined || /^[/\\]{2}|[\u0000-\u001f\u007f\\]/.test(decoded)) return undefined;
  if (!URL.canParse(text, site.origin)) return undefined;
  const url = new URL(text, site.origin);
  // `/.//evil` is a path until its dots are taken out, and another host after.
  if (url.origin !== site.origin || url.pathname.startsWith("//")) return undefined;
  return url.pathname + url.search + url.hash;
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
