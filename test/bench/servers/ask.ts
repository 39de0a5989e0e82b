import { type IncomingHttpHeaders, request } from "node:http";

/** What came back; the body is read to its end, and left. */
export interface Answered {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
}

/**
 * A request that a server makes to itself, by `node:http`: `fetch` would bring two megabytes along that its process would
 * hold from then on, and its collections of garbage walk through.
 */
export function ask(
  url: string,
  headers: Readonly<Record<string, string>> = {},
  body?: object,
): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const method = body === undefined ? "GET" : "POST";
    const type = body !== undefined && { "content-type": "application/json" };
    const asked = request(url, { method, headers: { ...headers, ...type } }, (answer) => {
      answer.resume();
      answer.once("end", () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers }));
    });
    asked.once("error", reject);
    asked.end(body && JSON.stringify(body));
  });
}
