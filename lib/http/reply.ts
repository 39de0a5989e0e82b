import type { ServerResponse } from "node:http";
import type { Notice, Operator, View } from "../contract/index.js";
import { codes, type ErrorCode } from "../errors/index.js";
import { clearCookie, deviceCookie, setCookie } from "./cookies.js";
import type { Exchange } from "./exchange.js";
import type { Site } from "./site.js";

/** What a use case ends with: a view, and what goes with it to the client. */
export interface Reply {
  readonly view: View;
  /** What went wrong; its code says the status. */
  readonly notice?: Notice & { readonly code: ErrorCode };
  /** Set once everything that the policy asks is there, and only then: what Passport calls success. */
  readonly operator?: Operator;
  /** A new token: in the cookie of a browser, in the answer to an app. */
  readonly token?: string;
  readonly client?: "browser" | "app";
  /** The browser or the app is known to this operator from now on. */
  readonly device?: { readonly operator: string; readonly token: string };
  /** The session has ended. */
  readonly signedOut?: boolean;
  /** Where a page goes on. */
  readonly goTo?: string;
}

/** The status of the answer. */
export function statusOf({ notice }: Reply): number {
  return notice === undefined ? 200 : codes[notice.code][0];
}

/** Hands the new token to the browser, or takes the old one. What is an app's comes with the JSON. */
export function setTokens({ res, site }: Exchange, { token, client, device, signedOut }: Reply): void {
  if (token !== undefined && client === "browser") setCookie(res, site, "session", token);
  if (device !== undefined && client === "browser")
    setCookie(res, site, deviceCookie(device.operator), device.token);
  if (signedOut === true) forgetSession(res, site);
}

/** The cookie goes, and with it the pages that a browser keeps for its "back" button, the host's as well. */
export function forgetSession(res: ServerResponse, site: Site): void {
  clearCookie(res, site, "session");
  res.setHeader("Clear-Site-Data", '"cache"');
}
