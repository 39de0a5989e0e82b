import { z } from "zod";
import type { View } from "../contract/index.js";
import { codes, type ErrorCode } from "../errors/index.js";
import type { Described, DescribedRoute } from "./described.js";
import { problemsOf } from "./problems.js";
import { type Operation, type Schema, shareResponses } from "./share.js";
import { viewSchemas } from "./views.js";

const viewStates = Object.keys(viewSchemas) as readonly View["state"][];

export interface DocumentParts {
  /** The name that people know the system by. */
  readonly issuer: string;
  /** Origins under which it is reached. */
  readonly servers: readonly string[];
  /** The cookie of a browser's session. */
  readonly cookie: string;
  /** Ids of the strategies that are installed. */
  readonly strategies: readonly string[];
  readonly routes: readonly DescribedRoute[];
}

/** OpenAPI 3.1 of the JSON side, made of the schemas that check the bodies. */
export function openApi({ issuer, servers, cookie, strategies, routes }: DocumentParts): Schema {
  const all: Record<string, Record<string, Operation>> = {};
  for (const route of routes.flatMap((one) => apart(one, strategies))) {
    const path = route.path.replace(/:(\w+)/g, "{$1}");
    all[path] = { ...all[path], [route.method]: operation(route, strategies) };
  }
  const { paths, responses } = shareResponses(all);
  return {
    openapi: "3.1.0",
    info: {
      title: `Multi-factor authentication of ${issuer}`,
      version: "1",
      description:
        "What the pages do, as JSON. An app sends `client: app` when it signs in, and the token that comes back as a bearer; " +
        "a browser has its cookie, and sends Origin with each change. Problems are RFC 9457, and their `code` is stable.",
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: servers.map((url) => ({ url })),
    security: [{ app: [] }, { browser: [] }],
    paths,
    components: {
      securitySchemes: {
        app: { type: "http", scheme: "bearer", description: "`token` of the answer to an app" },
        browser: { type: "apiKey", in: "cookie", name: cookie },
      },
      responses,
      schemas: { ...viewComponents(), Problem: problem, Refusal: refused, AppTokens: appTokens },
    },
  };
}

/** An operation whose body is each strategy's own is one for each. */
function apart(route: DescribedRoute, installed: readonly string[]): readonly DescribedRoute[] {
  const { path, body, strategies = installed } = route;
  if (typeof body !== "function") return [route];
  return strategies.map((id) => ({ ...route, path: path.replace(":strategy", id), body: body(id) }));
}

function operation(route: DescribedRoute, strategies: readonly string[]): Operation {
  const { method, path, summary, who, body, query = {} } = route;
  const inPath = [...path.matchAll(/:(\w+)/g)].map(([, name = ""]) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string", ...(name === "strategy" && { enum: route.strategies ?? strategies }) },
  }));
  const inQuery = Object.entries(query).map(([name, description]) => ({
    name,
    in: "query",
    description,
    schema: { type: "string" },
  }));
  const parameters = [...inPath, ...inQuery];
  return {
    operationId: `${method}${path.replace(/[:./-]+(\w?)/g, (_, letter: string) => letter.toUpperCase())}`,
    summary,
    tags: [who],
    ...(who === "anybody" && { security: [{}, { app: [] }, { browser: [] }] }),
    ...(parameters.length > 0 && { parameters }),
    ...(body !== undefined && {
      requestBody: { content: { "application/json": { schema: jsonSchema(body as z.ZodObject) } } },
    }),
    responses: {
      200: { description: "Done", content: success(route) },
      ...Object.fromEntries(
        [...problemsOf(route)].map(([status, possible]) => [status, refusal(status, possible)]),
      ),
    },
  };
}

function success({ answers, tokens }: Described): Schema {
  if (typeof answers === "string") return { [answers]: { schema: { type: "string" } } };
  const views = { oneOf: answers.map(viewRef), discriminator: { propertyName: "state" } };
  const schema = tokens ? { allOf: [views, ref("AppTokens")] } : views;
  return { "application/json": { schema: { ...schema, unevaluatedProperties: false } } };
}

function refusal(status: number, possible: readonly ErrorCode[]): Schema {
  const header = headerOf(status);
  const said = { properties: { status: { const: status }, code: { enum: possible } } };
  return {
    description: possible.map((code) => codes[code][1]).join("; "),
    ...(header !== undefined && { headers: header }),
    content: { "application/problem+json": { schema: { allOf: [ref("Refusal"), said] } } },
  };
}

function headerOf(status: number): Schema | undefined {
  if (status === 429)
    return { "Retry-After": { description: "Seconds", required: true, schema: { type: "integer" } } };
  if (status === 401)
    return {
      "WWW-Authenticate": { description: "RFC 6750, RFC 9470", required: true, schema: { type: "string" } },
    };
  return undefined;
}

const problem: Schema = {
  type: "object",
  description: "RFC 9457",
  required: ["type", "title", "status", "code"],
  properties: {
    type: { type: "string", pattern: "^urn:express-mfa:ERR_MFA_" },
    title: { type: "string" },
    status: { type: "integer" },
    detail: { type: "string" },
    code: { type: "string", enum: Object.keys(codes) },
    retryAfter: { type: "integer", minimum: 0, description: "Seconds to wait" },
    confirm: {
      type: ["string", "null"],
      description: "ERR_MFA_CONFIRM: the strategy to pass first; null: a code of an engineer",
    },
    errors: {
      type: "object",
      additionalProperties: { type: "string" },
      description: "By field, the id of what is wrong with it",
    },
  },
};

/** A problem, and beside it the view where the caller stands now, if there is one. */
const refused: Schema = {
  allOf: [ref("Problem")],
  anyOf: [{ not: { required: ["state"] } }, ...viewStates.map(viewRef)],
  unevaluatedProperties: false,
};

const appTokens: Schema = {
  type: "object",
  properties: {
    token: { type: "string", description: "A new bearer token: the one before it is over" },
    device: {
      type: "string",
      description: "Of an app that is known: sent as `device` at the next sign-in, and renewed by each",
    },
  },
};

function ref(name: string): Schema {
  return { $ref: `#/components/schemas/${name}` };
}

/** `sign-in` is `SignInView`. */
function viewName(state: string): string {
  return `${state.replace(/(^|-)(\w)/g, (_, __, letter: string) => letter.toUpperCase())}View`;
}

function viewRef(state: View["state"]): Schema {
  return ref(viewName(state));
}

/** The views and the parts that they share, each under its name. */
function viewComponents(): Record<string, Schema> {
  const components: Record<string, Schema> = {};
  for (const [state, schema] of Object.entries(viewSchemas)) {
    const { $defs = {}, ...view } = jsonSchema(schema) as { readonly $defs?: Record<string, Schema> };
    Object.assign(components, $defs, { [viewName(state)]: view });
  }
  return components;
}

/** What a client sends, or gets: without what only the server knows, such as how a text becomes a number. */
function jsonSchema(schema: z.ZodType): Schema {
  const { $schema: _, ...made } = z.toJSONSchema(schema, {
    io: "input",
    unrepresentable: "any",
    // That an integer is one that JavaScript can count to is no rule of ours.
    override({ jsonSchema: part }) {
      if (part.minimum === Number.MIN_SAFE_INTEGER) delete part.minimum;
      if (part.maximum === Number.MAX_SAFE_INTEGER) delete part.maximum;
    },
  });
  return JSON.parse(JSON.stringify(made).replaceAll("#/$defs/", "#/components/schemas/"));
}
