import { expect } from "chai";
import { gate } from "../../lib/kit/index.js";

/** Work that is done when the test says so. */
function held() {
  const ends: (() => void)[] = [];
  const work = () => new Promise<void>((resolve) => ends.push(resolve));
  return { ends, work };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe("gate", () => {
  it("lets so many through at once, and the others in the order in which they came", async () => {
    const enter = gate({ concurrency: 2, queue: 3 });
    const { ends, work } = held();
    const done: number[] = [];
    const all = [0, 1, 2, 3, 4].map((each) => enter(work).then(() => done.push(each)));
    await turn();
    for (let started = 2; started <= 5; started += 1) {
      expect(ends).to.have.length(started);
      ends[started - 2]?.();
      await turn();
    }
    ends.at(-1)?.();
    await Promise.all(all);
    expect(done).to.deep.equal([0, 1, 2, 3, 4]);
  });

  it("refuses past the queue, and takes again when there is room", async () => {
    const enter = gate({ concurrency: 1, queue: 1 });
    const { ends, work } = held();
    const [first, second] = [enter(work), enter(work)];
    const error = await enter(work).catch((thrown: unknown) => thrown);
    expect(error).to.include({ code: "ERR_MFA_BUSY", status: 503, retryAfter: 1 });
    ends[0]?.();
    await first;
    await turn();
    const third = enter(work);
    ends[1]?.();
    await second;
    await turn();
    ends[2]?.();
    await third;
    expect(ends).to.have.length(3);
  });

  it("gives the result or the error of the work, and a place back after either", async () => {
    const enter = gate({ concurrency: 1, queue: 0 });
    const failure = new Error("the work failed");
    const thrower = () => {
      throw failure;
    };
    expect(await enter(async () => 7)).to.equal(7);
    expect(await enter(() => Promise.reject(failure)).catch((thrown: unknown) => thrown)).to.equal(failure);
    expect(await enter(thrower).catch((thrown: unknown) => thrown)).to.equal(failure);
    expect(await enter(async () => 8)).to.equal(8);
  });
});
