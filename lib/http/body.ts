import { parse as parseForm } from "node:querystring";
import bodyParser from "body-parser";
import { z } from "zod";
import type { Field } from "../contract/index.js";
import { MfaError } from "../errors/index.js";
import type { Exchange } from "./exchange.js";
import { isForm, mediaType } from "./negotiation.js";

/** Bytes, far above most forms of ours; past it 413. */
const usual = 32 * 1024;

/** Fields of a form. */
const mostFields = 50;

const parsersOf = (limit: number) => [
  bodyParser.json({ limit, strict: true }),
  bodyParser.urlencoded({ limit, extended: false, parameterLimit: mostFields }),
];
const usualParsers = parsersOf(usual);

/** The members of the body, whoever read it: the host's own parser may have run first, and have made text or bytes of it. */
export async function readBody(x: Exchange): Promise<Readonly<Record<string, unknown>>> {
  const type = mediaType(x.req);
  const empty = x.req.headers["content-length"] === "0" || !hasBody(x);
  if (!empty && type !== "application/json" && !isForm(x.req)) {
    const detail = `send application/json or a form, not ${type === undefined ? "a body without a type" : JSON.stringify(type)}`;
    throw new MfaError("ERR_MFA_MEDIA_TYPE", { detail });
  }
  if (!empty) {
    if (isUnread(x))
      for (const parse of x.bodyLimit === undefined ? usualParsers : parsersOf(x.bodyLimit))
        await run(parse, x);
    else if (typeof x.req.body === "string" || Buffer.isBuffer(x.req.body))
      x.req.body = parsed(x.req.body, isForm(x.req), x.bodyLimit);
    else if (x.req.body === undefined && x.req.readableEnded)
      throw new MfaError("ERR_MFA_MOUNT", {
        detail:
          "the body was read before mfa.router and is not in req.body: mount the router before what reads it",
      });
  }
  const body = x.req.body ?? {};
  if (typeof body !== "object" || Array.isArray(body))
    throw new MfaError("ERR_MFA_BODY", { detail: "the body must be an object" });
  return body as Readonly<Record<string, unknown>>;
}

/** A parser of Express 4 leaves `{}` where a body is not its own: as good as none, as long as nobody has read to the end. */
function isUnread({ req }: Exchange): boolean {
  const { body, readableEnded } = req;
  const isEmpty = body === undefined || (isPlain(body) && Object.keys(body).length === 0);
  return isEmpty && !readableEnded;
}

function isPlain(body: unknown): body is object {
  return typeof body === "object" && body !== null && !Array.isArray(body) && !Buffer.isBuffer(body);
}

/** Text or bytes, as a parser of the host left them, by the same rules as if they were read here. */
function parsed(body: string | Buffer, form: boolean, limit = usual): unknown {
  if (Buffer.byteLength(body) > limit) throw tooLarge(limit);
  const text = body.toString();
  if (form) return parseForm(text, "&", "=", { maxKeys: mostFields });
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new MfaError("ERR_MFA_BODY", { detail: "the body cannot be read", cause });
  }
}

function hasBody({ req }: Exchange): boolean {
  return req.headers["transfer-encoding"] !== undefined || req.headers["content-length"] !== undefined;
}

function run(parse: (typeof usualParsers)[number], x: Exchange): Promise<void> {
  return new Promise((resolve, reject) => {
    parse(x.req, x.res, (error?: unknown) => (error ? reject(asMfaError(error, x.bodyLimit)) : resolve()));
  });
}

/** What body-parser throws: http-errors with a status. */
function asMfaError(error: unknown, limit = usual): MfaError {
  const { status = 400 } = error as { readonly status?: number };
  if (status === 413) return tooLarge(limit, error);
  if (status === 415)
    return new MfaError("ERR_MFA_MEDIA_TYPE", {
      detail: "the encoding of the body is not taken",
      cause: error,
    });
  return new MfaError("ERR_MFA_BODY", { detail: "the body cannot be read", cause: error });
}

function tooLarge(limit: number, cause?: unknown): MfaError {
  return new MfaError("ERR_MFA_LARGE", { detail: `the body is larger than ${limit / 1024} kB`, cause });
}

/** A text of sane length that every store, mail and page can carry. */
export function text(longest: number): z.ZodType<string> {
  return z
    .string("missing")
    .max(longest, "long")
    .refine((value) => value.isWellFormed() && !value.includes("\0"), "characters");
}

/** A tick: `true` in JSON, whatever a checkbox sends in a form. */
export const tick = z.union([z.boolean(), z.enum(["true", "on"]).transform(() => true)]);

/** Throws `ERR_MFA_INPUT` with the id of a sentence by field: `errors` of the locales. */
export function check<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new MfaError("ERR_MFA_INPUT", { errors: errorsOf(parsed.error) });
}

/** By field, the first that is wrong with it. */
export function errorsOf({ issues }: z.ZodError): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const issue of issues) {
    errors[String(issue.path[0] ?? "body")] ??= issue.code === "invalid_union" ? "choice" : issue.message;
  }
  return errors;
}

/** The fields of a strategy's form, each a text. */
export function fieldsOf(fields: readonly Field[]): z.ZodObject<Record<string, z.ZodType<string>>> {
  const shape = fields.map(({ name, maxLength = 4096, optional }) => {
    const typed = text(maxLength);
    return [name, optional === true ? typed.default("") : typed] as const;
  });
  return z.object(Object.fromEntries(shape));
}

/** By the list itself: a strategy says the same one each time, and a schema takes longer to make than to use. */
const schemas = new WeakMap<readonly Field[], ReturnType<typeof fieldsOf>>();

export function readFields(fields: readonly Field[], body: unknown): Record<string, string> {
  const schema = schemas.get(fields) ?? fieldsOf(fields);
  schemas.set(fields, schema);
  return check(schema, body);
}
