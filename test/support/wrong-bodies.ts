import { Ajv2020 } from "ajv/dist/2020.js";
import type { Document } from "./openapi.js";

interface Schema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly minimum?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
}

export interface WrongBody {
  readonly path: string;
  /** The one member that is wrong. */
  readonly name: string;
  readonly json: string;
}

const ajv = new Ajv2020({ strict: false });

/** What people would send, where a member is of no use with any text. */
const usual: Readonly<Record<string, string>> = {
  username: "anna",
  code: "000000",
  email: "anna@net2.example",
  csv: "username\nnew",
  strategy: "email-otp",
  language: "en",
};

function sample(name: string, schema: Schema, given: Readonly<Record<string, string>>): unknown {
  const { type, anyOf = [], minimum = 1 } = schema;
  if (schema.enum !== undefined) return schema.enum[0];
  if (type === "boolean" || anyOf.some((one) => one.type === "boolean")) return true;
  if (type === "integer" || type === "number") return minimum;
  if (type === "array" || anyOf.some((one) => one.type === "array")) return [];
  return given[name] ?? usual[name] ?? "x";
}

/**
 * For each operation of the document that takes a body, and each member of it, a body that is right but for that one, where
 * the schema does not take the value. Text that no store can carry (NUL, half a character) no schema can say: it is tried
 * wherever any text is taken.
 */
export function wrongBodies(
  { paths }: Document,
  value: string,
  given: Readonly<Record<string, string>> = {},
): WrongBody[] {
  const wrong: unknown = JSON.parse(value);
  const isBroken = typeof wrong === "string" && (!wrong.isWellFormed() || wrong.includes("\0"));
  return Object.entries(paths).flatMap(([path, { post }]) => {
    const schema = post?.requestBody?.content?.["application/json"]?.schema as Schema | undefined;
    const members = Object.entries(schema?.properties ?? {});
    return members
      .filter(([, member]) => (isBroken ? member.enum === undefined : !ajv.validate(member, wrong)))
      .map(([name]) => {
        const right = members
          .filter(([other]) => other !== name)
          .map(
            ([other, member]) => `${JSON.stringify(other)}:${JSON.stringify(sample(other, member, given))}`,
          );
        return { path, name, json: `{${[...right, `${JSON.stringify(name)}:${value}`].join(",")}}` };
      });
  });
}
