import type { OperatorRecord } from "../core/record.js";
import type { Collection } from "../store/types.js";

const page = 200;

/** Every operator's record, some at a time, so that thousands of them do not hold up other requests. */
export async function* everyOperator({
  operators,
}: {
  readonly operators: Pick<Collection<OperatorRecord>, "list">;
}): AsyncGenerator<OperatorRecord> {
  for (let after: string | undefined; ; ) {
    const some = await operators.list(after, page);
    for (const [, record] of some) yield record;
    after = some.at(-1)?.[0];
    if (some.length < page) return;
  }
}
