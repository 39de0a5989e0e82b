import { readFileSync } from "node:fs";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import type { Answer, Sent } from "./http.js";

interface Content {
  readonly content?: Readonly<Record<string, { readonly schema: object }>>;
  readonly headers?: Readonly<Record<string, object>>;
}

export interface Operation {
  readonly security?: readonly object[];
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly schema?: { readonly enum?: readonly string[] };
  }[];
  readonly requestBody?: Content;
  /** By status, where the response is among the components. */
  readonly responses: Readonly<Record<string, { readonly $ref: string }>>;
}

export interface Document {
  readonly paths: Readonly<Record<string, Readonly<Partial<Record<"get" | "post", Operation>>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, object>>;
    readonly responses: Readonly<Record<string, Content>>;
  };
}

const standing = JSON.parse(
  readFileSync(new URL("../../docs/openapi.json", import.meta.url), "utf8"),
) as Document;

const ajv = new Ajv2020({ strict: false, allErrors: false });
ajv.addSchema({ $id: "openapi", components: standing.components });
const validators = new Map<object, ValidateFunction>();

const patterns = Object.keys(standing.paths)
  // What has no parameter comes before what has one.
  .sort((a, b) => a.split("{").length - b.split("{").length)
  .map((path) => ({
    path,
    shape: new RegExp(`^${path.replace(/[.]/g, "\\.").replace(/\{\w+\}/g, "[^/]+")}$`),
  }));

/** The path of the document that an address is at. A strategy that the document does not know is as any other. */
function pathOf(address: string): string | undefined {
  const find = (text: string) => patterns.find(({ shape }) => shape.test(text))?.path;
  return (
    find(address) ?? find(address.replace(/^(\/mfa\/(?:challenge|enrol))\/[^/]+\/verify$/, "$1/totp/verify"))
  );
}

/** Codes of an address where there is nothing, or not so. */
const nowhere = new Set(["ERR_MFA_NOT_FOUND", "ERR_MFA_METHOD", "ERR_MFA_MOUNT"]);
const methods = { GET: "get", HEAD: "get", POST: "post" } as const;

/**
 * Holds an answer of the router at `/mfa` against the document that comes with the package: that there is such an operation,
 * that it answers this status with these headers, and that the body is as it says; that of JSON, and the type of a file. A
 * request that was done is held against it too. Throws what does not fit.
 */
export function holdAgainstDocument(
  { method = "GET", body: asked, headers: said = {} }: Sent,
  address: string,
  answer: Answer,
): void {
  const type = answer.headers["content-type"]?.split(";")[0] ?? "";
  const isJson = type.endsWith("json");
  if (answer.text === "" || type === "text/html" || address.startsWith("/mfa/assets/")) return;
  if (address === "/mfa/openapi.json") return;
  const where = `${method} ${address}: ${answer.status} ${answer.text.slice(0, 400)}`;
  const path = pathOf(address);
  const name = methods[method as keyof typeof methods];
  const operation = path === undefined || name === undefined ? undefined : standing.paths[path]?.[name];
  if (operation === undefined) {
    if (isJson && nowhere.has(String(answer.json().code))) return;
    throw new Error(`The OpenAPI document does not know ${where}`);
  }
  const known = operation.responses[answer.status]?.$ref.split("/").at(-1) ?? "";
  const response = standing.components.responses[known];
  const schema = response?.content?.[type]?.schema;
  if (schema === undefined) throw new Error(`The OpenAPI document has no such answer: ${where}`);
  for (const header of Object.keys(response?.headers ?? {}))
    if (answer.headers[header.toLowerCase()] === undefined)
      throw new Error(`The OpenAPI document promises ${header}: ${where}`);
  if (isJson) assertFits(schema, answer.json(), where);
  const wanted = operation.requestBody?.content?.["application/json"]?.schema;
  const isDone = answer.status < 300 && said["Content-Type"] === "application/json" && asked !== undefined;
  if (isDone && wanted !== undefined) assertFits(wanted, JSON.parse(String(asked)), `${where} to ${asked}`);
}

function assertFits(schema: object, value: unknown, where: string): void {
  const validate = validators.get(schema) ?? compile(schema);
  if (!validate(value))
    throw new Error(`The OpenAPI document says otherwise: ${where}: ${ajv.errorsText(validate.errors)}`);
}

function compile(schema: object): ValidateFunction {
  const text = JSON.stringify(schema).replaceAll("#/components", "openapi#/components");
  const made = ajv.compile(JSON.parse(text));
  validators.set(schema, made);
  return made;
}
