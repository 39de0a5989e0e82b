import { expect } from "chai";
import { printedList } from "./printed-list.js";

describe("The strategy of the README", () => {
  it("takes a code of the list once", () => {
    const { consume } = printedList();
    expect(consume?.({ left: ["a", "b"] }, "a")).to.deep.equal({ left: ["b"] });
    expect(consume?.({ left: ["b"] }, "a")).to.equal(undefined);
  });
});
