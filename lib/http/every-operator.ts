import type { OperatorRecord } from "../core/record.js";
import type { Parts } from "./parts.js";

/** Opened in one go, some 10 ms where they are large; others have their turn after it. */
const page = 50;

/** Every operator's record, some at a time, so that thousands of them do not hold up other requests. */
export async function* everyOperator({
  operators,
}: Pick<Parts, "operators">): AsyncGenerator<OperatorRecord> {
  for (let after: string | undefined; ; ) {
    const some = await operators.list(after, page);
    for (const [, record] of some) yield record;
    after = some.at(-1)?.[0];
    if (some.length < page) return;
    // A store in memory answers at once: without this nobody else would be answered before the last one.
    await new Promise((resolve) => setImmediate(resolve));
  }
}
