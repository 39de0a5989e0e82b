import type { Caller } from "./caller.js";
import { byteOrderMark, csvOf, startCsv } from "./csv.js";
import type { Exchange } from "./exchange.js";
import { engineer } from "./settings.js";

const columns = ["username", "name", "email", "role"] as const;
/** Lines that are written before others have their turn. */
const some = 1000;

/** `GET /operators/export.csv`: everybody, in the form that an import takes. Nothing that lets anybody in. */
export async function exportOperators(x: Exchange, caller: Caller): Promise<void> {
  const { rules } = engineer(caller);
  const { res, parts } = x;
  const engineers = new Set(rules.system.engineers);
  const all = await parts.directory.entries();
  parts.audit({
    type: "exported",
    operator: { id: caller.operator.id, username: caller.operator.username },
    client: caller.holder.client,
  });
  startCsv(x, "operators.csv");
  res.write(byteOrderMark + csvOf([columns]));
  for (let at = 0; at < all.length; at += some) {
    const rows = all
      .slice(at, at + some)
      .map(({ id, username, name = "", email = "" }) => [
        username,
        name,
        email,
        engineers.has(id) ? "engineer" : "operator",
      ]);
    res.write(csvOf(rows));
    await new Promise((resolve) => setImmediate(resolve));
  }
  res.end();
}
