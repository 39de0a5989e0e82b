import { z } from "zod";
import { day } from "../core/numbers.js";
import type { CollectionSpec } from "../store/types.js";

/**
 * The journal of one import. `preparing`: names are being claimed, and nobody is there yet; what a crash leaves of it is
 * undone. `committed`: from here on all of them come; what a crash leaves of it is gone on with.
 */
const head = z.strictObject({
  state: z.enum(["preparing", "committed", "done", "undone"]),
  /** The engineer. */
  by: z.string(),
  at: z.number(),
  rows: z.number(),
  /** Records that are written. */
  done: z.number(),
  /** The process that is at it, and until when nobody else takes it up. */
  runner: z.string(),
  lease: z.number(),
  /** Why it was undone. */
  errors: z.array(z.strictObject({ line: z.number(), field: z.string(), error: z.string() })).exactOptional(),
});

const chunk = z.array(
  z.strictObject({
    id: z.string(),
    line: z.number(),
    username: z.string(),
    name: z.string().exactOptional(),
    email: z.string().exactOptional(),
    role: z.enum(["operator", "engineer"]),
  }),
);

export type ImportHead = Readonly<z.infer<typeof head>>;
export type ImportRow = Readonly<z.infer<typeof chunk>[number]>;

/** Told about for a week. */
export const importsSpec: CollectionSpec<ImportHead> = {
  prefix: "import",
  parse: (stored) => head.parse(stored),
  expires: (journal) => (isLive(journal) ? undefined : journal.at + 7 * day),
};

export const importRowsSpec: CollectionSpec<readonly ImportRow[]> = {
  prefix: "import-rows",
  parse: (stored) => chunk.parse(stored),
};

/** It is going to write its records, or to be undone. */
export function isLive(journal: ImportHead | undefined): boolean {
  return journal?.state === "preparing" || journal?.state === "committed";
}
