import { z } from "zod";
import type { AuditLine } from "../contract/index.js";
import { day } from "../core/numbers.js";
import type { CollectionSpec } from "../store/types.js";

const person = z.object({ id: z.string(), username: z.string().exactOptional() });

/** Loose: a line of a later release is shown as it is, rather than no line at all. */
const line = z.looseObject({
  id: z.string(),
  at: z.number(),
  type: z.string(),
  result: z.enum(["success", "failure"]),
  operator: person.exactOptional(),
  by: person.exactOptional(),
});

/** One line is one value. @param days for which it is kept */
export function auditSpec(days: number): CollectionSpec<AuditLine> {
  return {
    prefix: "audit",
    parse: (stored) => line.parse(stored) as unknown as AuditLine,
    expires: ({ at }) => at + days * day,
  };
}
