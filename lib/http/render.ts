import type { Notice, View } from "../contract/index.js";
import { codes, type ErrorCode, type MfaError } from "../errors/index.js";
import { en } from "../locales/index.js";
import { renderMessage, renderPage, stylesheet } from "../pages/index.js";
import type { Carried, Exchange } from "./exchange.js";
import { secureHeaders } from "./headers.js";
import { type Reply, setTokens, statusOf } from "./reply.js";

/** How a page of the flow is dressed: what is carried on, and for whom its forms are good. */
export interface PageParts {
  readonly formToken: string;
  readonly carried: Carried;
  readonly signedIn: boolean;
}

/** Answers with the view: a page, a redirect to one, or JSON. */
export function sendReply(x: Exchange, reply: Reply, page: PageParts): void {
  setTokens(x, reply);
  const { notice, view, goTo } = reply;
  if (!x.page) {
    sendJson(x, reply);
    return;
  }
  // A post that went well ends on a page of its own, so that "reload" and "back" repeat nothing.
  if (notice === undefined && goTo !== undefined) {
    redirect(x, goTo);
    return;
  }
  const { parts, site } = x;
  sendHtml(
    x,
    statusOf(reply),
    renderPage(view, {
      ...messageContext(x),
      issuer: parts.issuer,
      mount: site.mount,
      formToken: page.formToken,
      strategies: parts.catalogue,
      carried: hiddenFields(page.carried),
      signedIn: page.signedIn,
      ...(notice !== undefined && { notice }),
    }),
    notice?.retryAfter,
  );
}

/** Answers a misuse or a fault: problem+json, or a page that says it. What is not ours to say is not said. */
export function sendProblem(x: Exchange, error: MfaError): void {
  const notice: Notice & { readonly code: ErrorCode } = {
    code: error.code,
    ...(error.retryAfter !== undefined && { retryAfter: error.retryAfter }),
    ...(error.errors !== undefined && { errors: error.errors }),
  };
  if (x.page) {
    sendHtml(x, error.status, renderMessage(notice, messageContext(x)), error.retryAfter);
    return;
  }
  const detail = error.status < 500 ? error.message : undefined;
  sendJsonText(x, error.status, problem(notice, detail), error.retryAfter);
}

export function redirect({ res }: Exchange, to: string): void {
  secureHeaders(res);
  res.statusCode = 303;
  res.setHeader("Location", to);
  res.end();
}

export function sendFile({ req, res }: Exchange, type: string, body: Buffer | string): void {
  secureHeaders(res);
  res.setHeader("Content-Type", type);
  res.setHeader("Content-Length", Buffer.byteLength(body));
  res.end(req.method === "HEAD" ? undefined : body);
}

function sendJson(x: Exchange, { notice, view, token, client }: Reply): void {
  if (notice !== undefined) {
    const { code, retryAfter, errors } = notice;
    sendJsonText(
      x,
      codes[code][0],
      { ...problem({ code, retryAfter, errors }), ...viewJson(view) },
      retryAfter,
    );
    return;
  }
  sendJsonText(x, 200, { ...viewJson(view), ...(client === "app" && token !== undefined && { token }) });
}

/** The view as JSON: the data of an enrolment stands beside the rest. */
function viewJson(view: View): Record<string, unknown> {
  if (view.state !== "enrol" || view.enrolment === undefined) return { ...view };
  const { enrolment, ...rest } = view;
  return { ...rest, ...enrolment.data };
}

/** RFC 9457. */
function problem(
  notice: { code: ErrorCode; retryAfter?: number | undefined; errors?: unknown },
  detail?: string,
) {
  const [status, title] = codes[notice.code];
  return {
    type: `urn:express-mfa:${notice.code}`,
    title,
    status,
    ...(detail !== undefined && detail !== title && { detail }),
    code: notice.code,
    ...(notice.retryAfter !== undefined && { retryAfter: notice.retryAfter }),
    ...(notice.errors !== undefined && { errors: notice.errors }),
  };
}

function sendJsonText(x: Exchange, status: number, body: object, retryAfter?: number): void {
  const type = status < 400 ? "application/json" : "application/problem+json";
  send(x, status, `${type}; charset=utf-8`, JSON.stringify(body), retryAfter);
}

function sendHtml(x: Exchange, status: number, html: string, retryAfter?: number): void {
  send(x, status, "text/html; charset=utf-8", html, retryAfter);
}

function send(x: Exchange, status: number, type: string, body: string, retryAfter?: number): void {
  x.res.statusCode = status;
  if (retryAfter !== undefined) x.res.setHeader("Retry-After", String(retryAfter));
  if (status === 401 && !x.page)
    x.res.setHeader("WWW-Authenticate", x.res.getHeader("WWW-Authenticate") ?? "Bearer");
  x.res.setHeader("Vary", "Accept, Sec-Fetch-Mode, Cookie");
  sendFile(x, type, body);
}

function messageContext({ parts, site }: Exchange) {
  return {
    issuer: parts.issuer,
    mount: site.mount,
    locale: en,
    language: "en",
    stylesheet: `${site.mount}/assets/${stylesheet.name}`,
  };
}

function hiddenFields({ fresh, anyOf, enrol }: Carried): Record<string, string> {
  return {
    ...(fresh && { need: "fresh" }),
    ...(anyOf !== undefined && { anyOf: anyOf.join(",") }),
    ...(enrol !== undefined && { enrol }),
  };
}
