import type { IncomingMessage } from "node:http";

/**
 * A page goes to a GET or HEAD that is a navigation, or to a form post; everything else gets JSON. So a script that
 * fetches is never answered with a page, and a person never with JSON.
 */
export function wantsPage(req: IncomingMessage): boolean {
  if (req.method !== "GET" && req.method !== "HEAD") return isForm(req);
  return req.headers["sec-fetch-mode"] === "navigate" || prefersHtml(req.headers.accept ?? "");
}

export function isForm(req: IncomingMessage): boolean {
  return mediaType(req) === "application/x-www-form-urlencoded";
}

/** The media type of the body, in lower case, without parameters; `undefined` where there is no body. */
export function mediaType(req: IncomingMessage): string | undefined {
  const [type] = (req.headers["content-type"] ?? "").split(";");
  const name = type?.trim().toLowerCase();
  return name === "" ? undefined : name;
}

/** RFC 9110 §12.5.1, for the two types that we have: HTML only where it is asked for by name, and not less than JSON. */
function prefersHtml(accept: string): boolean {
  const weight = new Map<string, number>();
  for (const range of accept.split(",")) {
    const [type = "", ...parameters] = range.split(";").map((part) => part.trim().toLowerCase());
    const q = parameters.find((parameter) => parameter.startsWith("q="));
    weight.set(type, q === undefined ? 1 : Number(q.slice(2)) || 0);
  }
  const html = weight.get("text/html") ?? 0;
  return html > 0 && html >= (weight.get("application/json") ?? 0);
}
