import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { MfaError } from "../errors/index.js";
import { movedTo, type Paths } from "./paths.js";

/** One name under which the router is reached: what cookies, redirects and origins follow from. */
export interface Site {
  readonly origin: string;
  /** Host and port, as the Host header says them. */
  readonly host: string;
  /** Path of the mount, without a slash at the end; empty at the root. */
  readonly mount: string;
  /** Reached over https: cookies are `Secure` and `__Host-`. */
  readonly secure: boolean;
  /** How the names of its cookies start: ports of one host share their cookies. */
  readonly cookies: string;
  /** The name of the cookie that most requests are looked up by. */
  readonly sessionCookie: string;
  /** Where a path below the mount really is: `/card/password` may be `/me/password`. */
  at(path: string): string;
}

export interface Sites {
  /** The one that the Host header names, else the first. The header can choose among these, and nothing else. */
  of(req: IncomingMessage): Site;
  /** The first of the option `url`: what is printed where no request says another. */
  readonly first: Site;
  /** Of all of them. */
  readonly origins: readonly string[];
  /** Is this the origin of one of them? */
  includes(origin: string): boolean;
}

const local = new Set(["localhost", "127.0.0.1", "[::1]"]);

export function readSites(urls: readonly string[], insecure: boolean, paths: Paths = {}): Sites {
  const sites = urls.map((url) => readSite(url, insecure, paths));
  const [first] = sites;
  if (first === undefined) throw new MfaError("ERR_MFA_OPTIONS", { detail: 'option "url" is an empty list' });
  const elsewhere = sites.find(({ mount }) => mount !== first.mount);
  if (elsewhere !== undefined) {
    const both = `"${first.mount || "/"}" and "${elsewhere.mount || "/"}"`;
    throw new MfaError("ERR_MFA_OPTIONS", {
      detail: `option "url": one router has one path, and not ${both}`,
    });
  }
  const byHost = new Map(sites.map((site) => [site.host, site]));
  const origins = new Set(sites.map((site) => site.origin));
  return {
    first,
    origins: [...origins],
    of: (req) => byHost.get(req.headers.host ?? "") ?? first,
    includes: (origin) => origins.has(origin),
  };
}

function readSite(text: string, insecure: boolean, paths: Paths): Site {
  const wrong = (detail: string) => new MfaError("ERR_MFA_OPTIONS", { detail: `option "url": ${detail}` });
  if (!URL.canParse(text))
    throw wrong(`${JSON.stringify(text)} is not a URL such as "https://net2.example.com/mfa"`);
  const url = new URL(text);
  if (url.protocol !== "https:" && url.protocol !== "http:")
    throw wrong(`${JSON.stringify(text)} is neither https nor http`);
  if (url.search !== "" || url.hash !== "" || url.username !== "" || url.password !== "") {
    throw wrong(`${JSON.stringify(text)} must be origin and path only`);
  }
  const secure = url.protocol === "https:";
  if (!secure && !local.has(url.hostname) && !insecure) {
    throw wrong(
      `${JSON.stringify(text)} sends passwords in clear; use https, or say insecure: true if you must`,
    );
  }
  const mount = url.pathname.replace(/\/+$/, "");
  const suffix = createHash("sha256")
    .update(url.origin + mount)
    .digest("hex")
    .slice(0, 8);
  const at = (path: string) => movedTo(paths, path) ?? mount + path;
  const cookies = `${secure ? "__Host-" : ""}mfa-${suffix}-`;
  const sessionCookie = `${cookies}session`;
  return { origin: url.origin, host: url.host, mount, secure, cookies, sessionCookie, at };
}
