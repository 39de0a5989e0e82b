import { expect } from "chai";
import { createQueue } from "../../lib/store-kit/index.js";

describe("createQueue", () => {
  const turn = () => new Promise((resolve) => setImmediate(resolve));

  it("runs one at a time per key, in order, whenever the next one comes", async () => {
    const queue = createQueue();
    const log: string[] = [];
    const work = (name: string) => async () => {
      log.push(`${name} begins`);
      for (let turns = 0; turns < 3; turns += 1) await turn();
      log.push(`${name} ends`);
    };
    const first = queue.run("a", work("1"));
    const second = queue.run("a", work("2"));
    await first;
    await turn();
    const third = queue.run("a", work("3")); // the second is still at it
    await Promise.all([second, third]);
    await queue.run("a", work("4"));
    expect(log).to.deep.equal([1, 2, 3, 4].flatMap((n) => [`${n} begins`, `${n} ends`]));
  });

  it("holds up no other key, and nobody behind what fails", async () => {
    const queue = createQueue();
    void queue.run("a", () => new Promise(() => {}));
    const failed = queue.run("b", () => Promise.reject(new RangeError("no")));
    const next = queue.run("b", async () => "next");
    expect(await failed.catch((error: unknown) => error)).to.be.an.instanceof(RangeError);
    expect(await next).to.equal("next");
  });
});
