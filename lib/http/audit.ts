import {
  type AuditFilter,
  auditTypes,
  csvColumns,
  csvLine,
  idShape,
  isAuditType,
  type Trail,
} from "../audit/index.js";
import type { AuditFilterView, AuditView } from "../contract/index.js";
import { day } from "../core/numbers.js";
import { canonicalName } from "../directory/index.js";
import { MfaError } from "../errors/index.js";
import type { Caller } from "./caller.js";
import { type Rows, sendCsv } from "./csv.js";
import type { Exchange } from "./exchange.js";
import type { Reply } from "./reply.js";
import { operatorView } from "./views.js";

const size = 50;
/** Lines of one export. */
const most = 100_000;

/** `GET /audit?operator=&type=&result=&from=&to=&after=`: who did what, the newest first; to system engineers. */
export async function audit(x: Exchange, caller: Caller): Promise<Reply> {
  const filter = typed(x);
  const { errors, wanted } = await read(x, filter);
  const view: AuditView = {
    state: "audit",
    operator: operatorView(caller.operator),
    filter,
    types: auditTypes,
    lines: [],
    days: x.parts.auditDays,
  };
  if (wanted === undefined) return { view, notice: { code: "ERR_MFA_INPUT", errors } };
  const after = x.query.get("after") ?? undefined;
  if (after !== undefined && !idShape.test(after)) throw new MfaError("ERR_MFA_NOT_FOUND");
  const { lines, next } = await x.parts.trail.page(wanted, after, size);
  return { view: { ...view, lines, ...(next !== undefined && { next }) } };
}

/** `GET /audit/export.csv` with the same filter. */
export async function exportAudit(x: Exchange): Promise<void> {
  const { wanted, errors } = await read(x, typed(x));
  if (wanted === undefined) throw new MfaError("ERR_MFA_INPUT", { errors });
  await sendCsv(x, "audit.csv", csvColumns, rowsOf(x.parts.trail, wanted));
}

async function* rowsOf(trail: Trail, wanted: AuditFilter): AsyncGenerator<Rows> {
  for await (const lines of trail.walk(wanted, most)) yield lines.map(csvLine);
}

/** As it was asked for. */
function typed({ query }: Exchange): AuditFilterView {
  const of = (name: string) => (query.get(name) ?? "").slice(0, 64);
  return { operator: of("operator"), type: of("type"), result: of("result"), from: of("from"), to: of("to") };
}

interface Read {
  readonly errors: Readonly<Record<string, string>>;
  /** Missing: something does not fit. */
  readonly wanted?: AuditFilter;
}

async function read(
  { parts }: Exchange,
  { operator, type, result, from, to }: AuditFilterView,
): Promise<Read> {
  const [start, end] = [dayOf(from), dayOf(to)];
  const errors = {
    ...(type !== "" && !isAuditType(type) && { type: "choice" }),
    ...(result !== "" && result !== "success" && result !== "failure" && { result: "choice" }),
    ...(start === null && { from: "date" }),
    ...(end === null && { to: "date" }),
  };
  if (Object.keys(errors).length > 0) return { errors };
  const name = canonicalName(operator);
  const found = name === "" ? undefined : await parts.directory.find(operator);
  return {
    errors,
    wanted: {
      ...(name !== "" && {
        operator: { id: found?.id, is: (username: string) => canonicalName(username) === name },
      }),
      ...(type !== "" && { type }),
      ...((result === "success" || result === "failure") && { result }),
      ...(typeof start === "number" && { from: start }),
      // Days are whole: the last one is part of it.
      ...(typeof end === "number" && { until: end + day }),
    },
  };
}

/** The first moment of a UTC day; `null`: it is none, `undefined`: none is asked for. */
function dayOf(text: string): number | null | undefined {
  if (text === "") return undefined;
  const at = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return Number.isNaN(at) || !new Date(at).toISOString().startsWith(text) ? null : at;
}
