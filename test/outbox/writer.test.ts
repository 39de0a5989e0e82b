import { expect } from "chai";
import { createWriter, type Item } from "../../lib/outbox/index.js";
import { until } from "../support/until.js";

describe("the audit's writer", () => {
  const faults: unknown[] = [];
  afterEach(() => faults.splice(0));
  const start = (capacity = 1000) =>
    createWriter({ fault: (error) => faults.push(error), capacity, retryAfter: 5 });
  const item = (write: Item["write"], done: string[] = [], name = ""): Item => ({
    write,
    written: (first) => done.push(`${name}:${first}`),
    dropped: () => done.push(`${name}:dropped`),
  });

  it("returns at once, and writes later", async () => {
    const writer = start();
    const done: string[] = [];
    writer.push(item(async () => true, done, "a"));
    expect(done).to.deep.equal([]);
    await writer.close(500);
    expect(done).to.deep.equal(["a:true"]);
  });

  it("writes an item once that closes it while it is written", async () => {
    const writer = start();
    let writes = 0;
    writer.push(
      item(async () => {
        writes += 1;
        if (writes < 10) void writer.close(50);
        return true;
      }),
    );
    await writer.close(100);
    expect(writes).to.equal(1);
  });

  it("tries again until it is written, and tells of one fault", async () => {
    const writer = start();
    const done: string[] = [];
    let tries = 0;
    const flaky = async () => {
      tries += 1;
      if (tries < 4) throw new Error("busy");
      return true;
    };
    writer.push(item(flaky, done, "a"));
    await until(() => done.length === 1, 2000);
    expect([tries, faults.length]).to.deep.equal([4, 1]);
    await writer.close(100);
  });

  it("is held up by none that can never be written", async () => {
    const writer = start();
    const done: string[] = [];
    const never = () => Promise.reject(new Error("it does not fit"));
    for (let number = 0; number < 8; number += 1) writer.push(item(never, done, "never"));
    writer.push(item(async () => true, done, "a"));
    await until(() => done.length === 1, 2000);
    expect(done).to.deep.equal(["a:true"]);
    await writer.close(20);
  });

  it("writes what comes now now, whatever is waiting for its next try", async () => {
    const writer = createWriter({ fault: (error) => faults.push(error), retryAfter: 60_000 });
    const done: string[] = [];
    const never = () => Promise.reject(new Error("there is no such mailbox"));
    for (let number = 0; number < 20; number += 1) writer.push(item(never));
    await until(() => faults.length === 1, 1000);
    await new Promise((resolve) => setTimeout(resolve, 20));
    writer.push(item(async () => true, done, "a"));
    await until(() => done.length === 1, 1000);
    expect(done).to.deep.equal(["a:true"]);
    writer.push(item(never));
    await until(() => faults.length === 2, 1000);
    await writer.close(20);
    expect(faults, "one when it begins, and one after it had gone well").to.have.length(2);
  });

  it("keeps so many at most: the oldest goes, and hears of it", async () => {
    const writer = start(2);
    const done: string[] = [];
    for (const name of ["a", "b", "c"]) writer.push(item(async () => true, done, name));
    expect(done).to.deep.equal(["a:dropped"]);
    await writer.close(500);
    expect(done).to.have.members(["a:dropped", "b:true", "c:true"]);
  });

  it("closes within the time that it is given, though a write hangs, and takes nothing more", async () => {
    const writer = start();
    const done: string[] = [];
    writer.push(item(() => new Promise(() => {}), done, "a"));
    const begun = performance.now();
    await writer.close(100);
    expect(performance.now() - begun).to.be.lessThan(500);
    writer.push(item(async () => true, done, "b"));
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(done).to.deep.equal([]);
  });
});
