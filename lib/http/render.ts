import type { Notice, View } from "../contract/index.js";
import { codes, type ErrorCode, type MfaError } from "../errors/index.js";
import { renderMessage, renderPage } from "../pages/index.js";
import type { Exchange } from "./exchange.js";
import { secureHeaders } from "./headers.js";
import type { HostView } from "./look.js";
import { messageContext, type PageParts, pageContext, pageData } from "./page.js";
import { withPasswordless } from "./passwordless-offer.js";
import { type Reply, setTokens, statusOf } from "./reply.js";

/** Answers with the view: a page, a redirect to one, or JSON. */
export async function sendReply(x: Exchange, reply: Reply, page: PageParts): Promise<void> {
  const { notice, goTo } = reply;
  if (!x.page) {
    const view = await withPasswordless(x, reply.view);
    setTokens(x, reply);
    sendJson(x, { ...reply, view });
    return;
  }
  // A post that went well ends on a page of its own, so that "reload" and "back" repeat nothing.
  if (notice === undefined && goTo !== undefined) {
    setTokens(x, reply);
    redirect(x, goTo);
    return;
  }
  const view = await withPasswordless(x, reply.view);
  setTokens(x, reply);
  const { languages } = x.parts;
  const own = "operator" in view ? view.operator.language : undefined;
  const context = pageContext(x, languages.choose([own, ...x.languages]), page, notice);
  prepare(x, statusOf(reply), notice?.retryAfter);
  if (await renderedByHost(x, { ...view, page: pageData(x, context, notice) })) return;
  sendHtml(x, renderPage(view, context));
}

/** Answers a misuse or a fault: problem+json, or a page that says it. What is not ours to say is not said. */
export function sendProblem(x: Exchange, error: MfaError): void {
  const { code, status, retryAfter, errors } = error;
  const notice: Notice & { readonly code: ErrorCode } = {
    code,
    ...(retryAfter !== undefined && { retryAfter }),
    ...(errors !== undefined && { errors }),
  };
  prepare(x, status, retryAfter);
  if (x.page) {
    sendMessage(x, notice);
    return;
  }
  const detail = status < 500 ? error.message : undefined;
  sendJsonText(x, problem(notice, detail));
}

/** A host's template that fails leaves the page to ours: what went wrong has to be said. */
function sendMessage(x: Exchange, notice: Notice): void {
  const context = messageContext(x, x.parts.languages.choose(x.languages));
  renderedByHost(x, { state: "message", page: pageData(x, context, notice) })
    .catch((error: unknown) => {
      x.parts.fault(error);
      return x.res.headersSent;
    })
    .then((rendered) => {
      if (!rendered) sendHtml(x, renderMessage(notice, context));
    })
    .catch(x.parts.fault);
}

async function renderedByHost({ parts, req, res }: Exchange, view: HostView): Promise<boolean> {
  const { render } = parts.look;
  return render !== undefined && (await render(req, res, view)) !== false;
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

function sendJson(x: Exchange, reply: Reply): void {
  const { notice, view } = reply;
  prepare(x, statusOf(reply), notice?.retryAfter);
  if (notice !== undefined) {
    const { code, retryAfter, errors } = notice;
    sendJsonText(x, { ...problem({ code, retryAfter, errors }), ...viewJson(view) });
    return;
  }
  sendJsonText(x, { ...viewJson(view), ...appTokens(reply) });
}

/** What a browser gets in cookies. */
function appTokens({ token, client, device }: Reply): { readonly token?: string; readonly device?: string } {
  if (client !== "app") return {};
  return { ...(token !== undefined && { token }), ...(device !== undefined && { device: device.token }) };
}

/** The view as JSON: the data of an enrolment stands beside the rest. */
function viewJson(view: View): Record<string, unknown> {
  if (view.state !== "enrol" || view.enrolment === undefined) return { ...view };
  const { enrolment, ...rest } = view;
  const { data, fields } = enrolment;
  return { ...rest, ...data, ...(fields !== undefined && { fields: fields.map(({ name }) => name) }) };
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

function sendJsonText(x: Exchange, body: object): void {
  const type = x.res.statusCode < 400 ? "application/json" : "application/problem+json";
  sendFile(x, `${type}; charset=utf-8`, JSON.stringify(body));
}

function sendHtml(x: Exchange, html: string): void {
  sendFile(x, "text/html; charset=utf-8", html);
}

/** Status and headers, whoever writes the body. */
function prepare({ res, page }: Exchange, status: number, retryAfter?: number): void {
  secureHeaders(res);
  res.statusCode = status;
  if (retryAfter !== undefined) res.setHeader("Retry-After", String(retryAfter));
  if (status === 401 && !page)
    res.setHeader("WWW-Authenticate", res.getHeader("WWW-Authenticate") ?? "Bearer");
  res.setHeader("Vary", "Accept, Accept-Language, Sec-Fetch-Mode, Cookie");
}
