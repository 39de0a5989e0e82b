import { z } from "zod";
import type { ImportPreview, ImportView } from "../contract/index.js";
import { type ImportFile, readImportFile } from "../directory/index.js";
import { MfaError } from "../errors/index.js";
import { errorsOf, readBody, text, tick } from "./body.js";
import type { Caller } from "./caller.js";
import type { Exchange } from "./exchange.js";
import { assertFresh } from "./operators.js";
import { importView } from "./operators-view.js";
import type { Reply } from "./reply.js";

/** `GET /operators/import`: the page that takes a file. */
export async function importPage(x: Exchange, caller: Caller): Promise<Reply> {
  return { view: importView(x, caller) };
}

/** Characters: some 20,000 operators. As a form sends them they are more bytes. */
const longest = 2 * 1024 * 1024;
export const importLimit = 2 * longest;

export const importBody = z.object({ csv: text(longest), sure: tick.default(false) });
const shown = { first: 10, errors: 100 };
/** Milliseconds: a short import is over before the answer. */
const shortly = 1000;

/** `POST /operators/import`: what the file would do; with `sure` it is done. With one bad line nothing is. */
export async function importOperators(x: Exchange, caller: Caller): Promise<Reply> {
  const { parts } = x;
  const body = await readBody(x);
  assertFresh(x, caller);
  const read = importBody.safeParse(body);
  if (!read.success)
    return { view: importView(x, caller), notice: { code: "ERR_MFA_INPUT", errors: errorsOf(read.error) } };
  const { csv, sure } = read.data;
  const file = await readImportFile(csv, parts.directory.taken);
  if (!sure || file.errors.length > 0) {
    const view = importView(x, caller, { csv, preview: previewOf(file) });
    return file.errors.length > 0
      ? { view, notice: { code: "ERR_MFA_INPUT", errors: { csv: "lines" } } }
      : { view };
  }
  const id = await parts.imports.start(file.lines, caller.operator.id);
  await parts.imports.wait(id, shortly);
  return {
    view: await progressView(x, caller, id),
    goTo: x.site.at(`/operators/import/${id}`),
  };
}

/** `GET /operators/import/:id`: how far it is, for a week. */
export async function importProgress(x: Exchange, caller: Caller): Promise<Reply> {
  return { view: await progressView(x, caller, x.req.params?.id ?? "") };
}

async function progressView(x: Exchange, caller: Caller, id: string): Promise<ImportView> {
  const journal = await x.parts.imports.read(id);
  if (journal === undefined) throw new MfaError("ERR_MFA_NOT_FOUND");
  const { state, rows, done, errors = [] } = journal;
  return importView(x, caller, { progress: { id, state, rows, done, errors } });
}

function previewOf({ lines, errors }: ImportFile): ImportPreview {
  const people = lines.map(({ profile }) => profile);
  return {
    count: people.length,
    engineers: people.filter(({ role }) => role === "engineer").length,
    withoutEmail: people.filter(({ email }) => email === undefined).length,
    first: people.slice(0, shown.first).map(({ username, name, email, role }) => ({
      username,
      ...(name !== undefined && { name }),
      ...(email !== undefined && { email }),
      role,
    })),
    wrong: new Set(errors.map(({ line }) => line)).size,
    errors: errors.slice(0, shown.errors),
  };
}
