import { expect } from "chai";
import type { OperatorRecord } from "../../lib/core/record.js";
import { everyOperator } from "../../lib/http/every-operator.js";
import type { Collection } from "../../lib/store/types.js";
import { memory } from "../../storage/memory.js";
import { vaultOf } from "../store/vault-of.js";

describe("Every operator's record", () => {
  it("is read some at a time, and others have their turn between", async () => {
    const { vault, boxes, add } = vaultOf(memory());
    await vault.open();
    for (let at = 0; at < 500; at += 1) await add(String(at));
    // Only their number matters here: what is read does not look into them.
    const operators = boxes as unknown as Collection<OperatorRecord>;
    let turns = 0;
    let going = true;
    const others = () => {
      turns += 1;
      if (going) setImmediate(others);
    };
    setImmediate(others);
    let seen = 0;
    for await (const _ of everyOperator({ operators })) seen += 1;
    going = false;
    expect(seen).to.equal(500);
    expect(turns).to.be.greaterThan(5);
    await vault.close();
  });
});
