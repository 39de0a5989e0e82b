import { CookieJar } from "./cookie-jar.js";
import { type Form, readForms, readText } from "./forms.js";
import { type Answer, type Sent, send } from "./http.js";
import { holdAgainstDocument } from "./openapi.js";

export interface Page extends Answer {
  /** Where the browser ended up. */
  readonly url: URL;
  readonly forms: readonly Form[];
  /** What stands on it, as a person reads it. */
  readonly words: string;
}

export interface BrowserOptions {
  /** Where the server really listens, when `origin` is a name that leads nowhere here: `http://127.0.0.1:41234`. */
  readonly via?: string;
  readonly jar?: CookieJar;
  /** The host has parts of the router on paths of its own: the document of the package does not say where. */
  readonly moved?: boolean;
  /** Sent with every request: `X-Forwarded-For` to come from elsewhere. */
  readonly headers?: Readonly<Record<string, string>>;
}

const mostRedirects = 10;

/** What a browser would send and do, without the window: cookies, Origin, Fetch Metadata, redirects, forms. */
export class Browser {
  readonly origin: string;
  readonly jar: CookieJar;
  readonly #via: string;
  readonly #moved: boolean;
  readonly #headers: Readonly<Record<string, string>>;

  constructor(
    origin: string,
    { via = origin, jar = new CookieJar(), moved = false, headers = {} }: BrowserOptions = {},
  ) {
    this.origin = origin;
    this.#moved = moved;
    this.jar = jar;
    this.#via = via;
    this.#headers = headers;
  }

  /** Types an address, or follows a link when it comes `from` a page. */
  open(path: string, from?: Page): Promise<Page> {
    return this.#navigate(new URL(path, from?.url ?? this.origin), { from });
  }

  /** Sends the page's form: its hidden fields, and what is typed into the others. */
  submit(page: Page, form: Form | undefined, typed: Readonly<Record<string, string>> = {}): Promise<Page> {
    if (form === undefined) throw new Error(`There is no such form on ${page.url.pathname}: ${page.words}`);
    const url = new URL(form.action === "" ? page.url : form.action, page.url);
    const fields = new URLSearchParams({ ...form.fields, ...typed });
    if (form.method === "post") return this.#navigate(url, { from: page, body: fields.toString() });
    url.search = fields.toString();
    return this.#navigate(url, { from: page });
  }

  /** What a script of the page does: `fetch` of JSON on the same origin. */
  get(path: string): Promise<Answer> {
    return this.request(path, { headers: { Accept: "application/json", ...this.#script() } });
  }

  post(path: string, body: unknown = {}): Promise<Answer> {
    const headers = { Accept: "application/json", "Content-Type": "application/json", Origin: this.origin };
    return this.request(path, {
      method: "POST",
      headers: { ...headers, ...this.#script() },
      body: JSON.stringify(body),
    });
  }

  /** One request with this browser's cookies and otherwise the headers given; no redirect is followed. */
  async request(path: string, { headers, ...sent }: Sent = {}): Promise<Answer> {
    const url = new URL(path, this.origin);
    const answer = await send(new URL(url.pathname + url.search, this.#via), {
      ...sent,
      headers: {
        Host: url.host,
        Cookie: this.jar.header(url),
        "User-Agent": "test browser",
        ...this.#headers,
        ...headers,
      },
    });
    if (url.pathname.startsWith("/mfa/") && !this.#moved)
      holdAgainstDocument({ ...sent, ...(headers && { headers }) }, url.pathname, answer);
    for (const line of answer.headers["set-cookie"] ?? []) this.jar.take(line, url);
    return answer;
  }

  async #navigate(start: URL, { from, body }: { from: Page | undefined; body?: string }): Promise<Page> {
    let [url, sent] = [start, body];
    for (let hops = 0; hops <= mostRedirects; hops++) {
      if (url.origin !== this.origin) throw new Error(`Led away to ${url.href}`);
      const answer = await this.request(url.href, {
        method: sent === undefined ? "GET" : "POST",
        headers: { ...navigation(from), ...(sent !== undefined && { ...form, Origin: this.origin }) },
        ...(sent !== undefined && { body: sent }),
      });
      const { location } = answer.headers;
      if (answer.status < 300 || answer.status > 399 || location === undefined) return asPage(answer, url);
      url = new URL(location, url);
      // 307 and 308 repeat the post, the others make it a GET (WHATWG Fetch, HTTP-redirect fetch).
      if (answer.status !== 307 && answer.status !== 308) sent = undefined;
    }
    throw new Error(`More than ${mostRedirects} redirects from ${start.href}`);
  }

  #script(): Record<string, string> {
    return { "Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty" };
  }
}

const form = { "Content-Type": "application/x-www-form-urlencoded" };

function navigation(from: Page | undefined): Record<string, string | undefined> {
  return {
    Accept: "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Sec-Fetch-Site": from === undefined ? "none" : "same-origin",
    "Sec-Fetch-Mode": "navigate",
    "Sec-Fetch-Dest": "document",
    "Sec-Fetch-User": "?1",
    "Upgrade-Insecure-Requests": "1",
    Referer: from?.url.href,
  };
}

function asPage(answer: Answer, url: URL): Page {
  return { ...answer, url, forms: readForms(answer.text), words: readText(answer.text) };
}
