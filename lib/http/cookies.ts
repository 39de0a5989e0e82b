import type { IncomingMessage, ServerResponse } from "node:http";
import { parse, serialize } from "cookie";
import { day, second } from "../core/numbers.js";
import type { Site } from "./site.js";

/**
 * Three cookies: the session (a pending sign-in is carried by it too), one for each operator whom this browser is known
 * to, and one that forms are bound to. `__Host-` ties them to the host (ASVS 3.3); where there is no https, names differ.
 */
export type CookieName = "session" | "form" | `device-${string}`;

/** OWASP device cookies: long, since it is no proof. The server ends it earlier. */
const deviceLife = 400 * day;

export function deviceCookie(operator: string): CookieName {
  return `device-${operator.slice(0, 8)}`;
}

export function readCookie(req: IncomingMessage, site: Site, name: CookieName): string | undefined {
  const header = req.headers.cookie;
  return header === undefined ? undefined : parse(header)[fullName(site, name)];
}

/** The values of the cookies of this kind, whoever they are for. */
export function readDeviceCookies(req: IncomingMessage, site: Site): readonly string[] {
  const start = fullName(site, "device-");
  const all = Object.entries(parse(req.headers.cookie ?? ""));
  return all.flatMap(([name, value]) => (name.startsWith(start) && value !== undefined ? [value] : []));
}

export function setCookie(res: ServerResponse, site: Site, name: CookieName, value: string): void {
  const maxAge = name.startsWith("device-") ? deviceLife / second : undefined;
  write(res, site, name, value, maxAge);
}

export function clearCookie(res: ServerResponse, site: Site, name: CookieName): void {
  write(res, site, name, "", 0);
}

function write(
  res: ServerResponse,
  site: Site,
  name: CookieName,
  value: string,
  maxAge: number | undefined,
): void {
  const text = serialize(fullName(site, name), value, {
    path: "/",
    httpOnly: true,
    sameSite: "lax",
    secure: site.secure,
    ...(maxAge !== undefined && { maxAge }),
  });
  // The same cookie set twice in one answer: the last one counts, so the first is taken out.
  const start = text.slice(0, text.indexOf("=") + 1);
  const others = [res.getHeader("Set-Cookie") ?? []].flat().map(String);
  res.setHeader("Set-Cookie", [...others.filter((other) => !other.startsWith(start)), text]);
}

/** As it is on the wire. */
export function fullName(site: Site, name: CookieName): string {
  return name === "session" ? site.sessionCookie : site.cookies + name;
}
