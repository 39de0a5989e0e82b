import type { IncomingMessage, ServerResponse } from "node:http";
import { isIP } from "node:net";
import Negotiator from "negotiator";
import type { Need, Operator } from "../contract/index.js";
import { wantsPage } from "./negotiation.js";
import type { Parts } from "./parts.js";
import { readReturnTo } from "./return-to.js";
import type { Site } from "./site.js";

/** A request as Express, or `router` alone, hands it on. */
export interface Request extends IncomingMessage {
  body?: unknown;
  ip?: string | undefined;
  baseUrl?: string;
  originalUrl?: string;
  params?: Record<string, string>;
  res?: ServerResponse;
}

/** One request and its answer, with what every use case asks of it. */
export interface Exchange {
  readonly parts: Parts;
  readonly req: Request;
  readonly res: ServerResponse;
  readonly site: Site;
  /** Answer with a page, not with JSON. */
  readonly page: boolean;
  readonly query: URLSearchParams;
  /** Bytes that the body may have, where it is more than usual. */
  readonly bodyLimit?: number;
  readonly now: number;
  /** What the reader would like to read, as they said it; the first that we have is taken. */
  readonly languages: readonly string[];
}

export function exchange(parts: Parts, req: Request, res: ServerResponse): Exchange {
  const site = parts.sites.of(req);
  const url = req.originalUrl ?? req.url ?? "/";
  const start = url.indexOf("?");
  const query = new URLSearchParams(start < 0 ? "" : url.slice(start + 1));
  const languages = languagesOf(req);
  return { parts, req, res, site, page: wantsPage(req), query, now: parts.clock(), languages };
}

/** A browser sends few: no header takes long to read. */
function languagesOf({ headers }: Request): readonly string[] {
  const accepted = headers["accept-language"]?.slice(0, 200);
  return accepted === undefined
    ? []
    : new Negotiator({ headers: { "accept-language": accepted } }).languages();
}

/** The same exchange, once it is known who reads: their own setting comes before the browser's. */
export function readBy(x: Exchange, { language }: Operator): Exchange {
  return language === undefined ? x : { ...x, languages: [language, ...x.languages] };
}

/** Behind a proxy that is trusted too far, `req.ip` is whatever a client wrote: what is no address goes into no mail and no page. */
export function addressOf({ ip, socket }: Request): string | undefined {
  return ip !== undefined && isIP(ip) > 0 ? ip : socket.remoteAddress;
}

/** What a page was asked for, carried from page to page in the URL and in forms: nothing of it is trusted or kept. */
export interface Carried {
  readonly returnTo?: string;
  /** A signed-in session is to prove itself again. */
  readonly fresh: boolean;
  /** It was a post that led here, which was not done: whoever made it has to make it again. */
  readonly repeat?: boolean;
  readonly anyOf?: readonly string[];
  /** The strategy that the person picked. */
  readonly strategy?: string;
  /** The strategy that is being enrolled. */
  readonly enrol?: string;
}

export function carriedIn(x: Exchange, body: Readonly<Record<string, unknown>> = {}): Carried {
  const of = (name: string) => body[name] ?? x.query.get(name) ?? undefined;
  const known = (name: string) => {
    const id = of(name);
    return typeof id === "string" && x.parts.catalogue.has(id) ? id : undefined;
  };
  const returnTo = readReturnTo(of("returnTo"), x.site);
  const strategy = known("strategy");
  const enrol = known("enrol");
  const ids = of("anyOf");
  const anyOf = typeof ids === "string" ? ids.split(",").filter((id) => x.parts.catalogue.has(id)) : [];
  return {
    fresh: of("need") === "fresh",
    ...(of("repeat") === "1" && { repeat: true }),
    ...(returnTo !== undefined && { returnTo }),
    ...(anyOf.length > 0 && { anyOf }),
    ...(strategy !== undefined && { strategy }),
    ...(enrol !== undefined && { enrol }),
  };
}

/** The page of the flow that goes on with what is carried. */
export function flowUrl(site: Site, carried: Carried): string {
  const query = new URLSearchParams();
  if (carried.fresh) query.set("need", "fresh");
  if (carried.repeat) query.set("repeat", "1");
  if (carried.anyOf !== undefined) query.set("anyOf", carried.anyOf.join(","));
  if (carried.strategy !== undefined) query.set("strategy", carried.strategy);
  if (carried.enrol !== undefined) query.set("enrol", carried.enrol);
  if (carried.returnTo !== undefined) query.set("returnTo", carried.returnTo);
  const text = query.toString();
  return `${site.mount}/${text === "" ? "" : `?${text}`}`;
}

/** The page that a need sends a signed-in person to. */
export function stepUpUrl(site: Site, { anyOf }: Need, carried: Partial<Carried>): string {
  return flowUrl(site, { ...carried, fresh: true, ...(anyOf !== undefined && { anyOf }) });
}
