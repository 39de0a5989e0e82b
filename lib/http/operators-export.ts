import type { Caller } from "./caller.js";
import { sendCsv } from "./csv.js";
import type { Exchange } from "./exchange.js";

const columns = ["username", "name", "email", "role"] as const;

/** `GET /operators/export.csv`: everybody, in the form that an import takes. Nothing that lets anybody in. */
export async function exportOperators(x: Exchange, caller: Caller): Promise<void> {
  const { rules } = caller;
  const { parts } = x;
  const engineers = new Set(rules.system.engineers);
  parts.audit({
    type: "exported",
    operator: { id: caller.operator.id, username: caller.operator.username },
    client: caller.holder.client,
  });
  await sendCsv(x, "operators.csv", columns, rows());

  async function* rows() {
    for await (const some of parts.directory.entries())
      yield some.map(({ id, username, name, email }) => [
        username,
        name,
        email,
        engineers.has(id) ? "engineer" : "operator",
      ]);
  }
}
