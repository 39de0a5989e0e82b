import { expect } from "chai";
import { unwrap } from "../../lib/store-kit/index.js";
import { memory } from "../../storage/memory.js";
import { createTestClock } from "../support/test-clock.js";
import { scriptedBackend } from "./scripted-backend.js";
import { type Box, failureOf, vaultOf } from "./vault-of.js";

describe("A collection", () => {
  it("reads what was put, and nothing where nothing is", async () => {
    const { boxes, add } = vaultOf(memory());
    expect(await boxes.read("a")).to.equal(undefined);
    expect(await add("a")).to.equal(1);
    expect(await boxes.read("a")).to.deep.equal({ n: 1 });
    expect(await boxes.read("a", { fresh: true })).to.deep.equal({ n: 1 });
  });

  it("keeps what it says sealed in the store", async () => {
    const backend = memory();
    const { boxes } = vaultOf(backend);
    await boxes.update("a", () => ({ next: { n: 123456789 }, outcome: undefined }));
    const [raw = ""] = await backend.read(["box:a"]);
    expect(Buffer.from(unwrap(raw).value.split(".")[2] ?? "", "base64url").toString()).not.to.include(
      "123456789",
    );
    expect(raw).not.to.include("123456789");
  });

  it("refuses a value that was moved to another key or to another collection", async () => {
    const backend = memory();
    const { vault, boxes, add } = vaultOf(backend);
    await add("mallory");
    const [raw] = await backend.read(["box:mallory"]);
    for (const key of ["box:anna", "bag:mallory"]) await backend.swap(key, undefined, raw);
    const bags = vault.collection<Box>({ prefix: "bag", parse: (stored) => stored as Box });
    expect(await failureOf(boxes.read("anna"))).to.include({ code: "ERR_MFA_SECRET" });
    expect(await failureOf(bags.read("mallory"))).to.include({ code: "ERR_MFA_SECRET" });
    expect(await failureOf(boxes.list(undefined, 10))).to.include({ code: "ERR_MFA_SECRET" });
  });

  it("tells a value that cannot be read, and never takes it for an absence", async () => {
    for (const raw of ["", "no JSON", "{}", '{"value":7}', "null", '"text"']) {
      const backend = memory();
      await backend.swap("box:a", undefined, raw);
      const { boxes, add } = vaultOf(backend);
      expect(await failureOf(boxes.read("a")), raw).to.include({ code: "ERR_MFA_STORAGE", status: 503 });
      expect(await failureOf(add("a")), raw).to.include({ code: "ERR_MFA_STORAGE" });
      expect(await backend.read(["box:a"])).to.deep.equal([raw]);
    }
  });

  it("writes nothing when a change gives back what it was given", async () => {
    const backend = scriptedBackend();
    const { boxes, add } = vaultOf(backend);
    await add("a");
    const before = await backend.raw.read(["box:a", "box:b"]);
    for (const id of ["a", "b"])
      expect(await boxes.update(id, (box) => ({ next: box, outcome: box?.n ?? "none" }))).to.equal(
        id === "a" ? 1 : "none",
      );
    expect(await backend.raw.read(["box:a", "box:b"])).to.deep.equal(before);
    expect(backend.calls.swap).to.equal(1);
  });

  it("deletes when a change gives nothing", async () => {
    const backend = memory();
    const { boxes, add } = vaultOf(backend);
    await add("a");
    await boxes.update("a", () => ({ next: undefined, outcome: undefined }));
    expect(await boxes.read("a")).to.equal(undefined);
    expect(await backend.read(["box:a"])).to.deep.equal([undefined]);
  });

  it("passes on what a change throws as it is, and goes on with the next", async () => {
    const { boxes, add } = vaultOf(scriptedBackend());
    await add("a");
    const thrown = new RangeError("too many");
    const refuse = () => {
      throw thrown;
    };
    const refused = boxes.update("a", refuse).catch((error: unknown) => error);
    const next = add("a");
    expect(await refused).to.equal(thrown);
    expect(await next).to.equal(2);
  });

  it("tells each commit to its watchers, and nothing else", async () => {
    const { boxes, add } = vaultOf(scriptedBackend());
    const told: unknown[] = [];
    const end = boxes.watch((id, box) => told.push([id, box?.n]));
    await add("a");
    await boxes.read("a", { fresh: true });
    await boxes.update("a", (box) => ({ next: box, outcome: undefined }));
    await boxes.update("a", () => ({ next: undefined, outcome: undefined }));
    end();
    await add("a");
    expect(told).to.deep.equal([
      ["a", 1],
      ["a", undefined],
    ]);
  });

  it("lists its own values in the order of their ids, page by page", async () => {
    const { vault, boxes, add } = vaultOf(memory());
    for (const id of ["c", "a", "b"]) await add(id);
    const other = vault.collection<Box>({ prefix: "boxes", parse: (stored) => stored as Box });
    await other.update("x", () => ({ next: { n: 9 }, outcome: undefined }));
    expect((await boxes.list(undefined, 2)).map(([id]) => id)).to.deep.equal(["a", "b"]);
    expect(await boxes.list("b", 2)).to.deep.equal([["c", { n: 1 }]]);
  });

  it("tells the store when a value ends, and nothing where it does not", async () => {
    const raw = memory();
    const ends: unknown[] = [];
    const { boxes } = vaultOf({
      ...raw,
      swap(...change) {
        ends.push(change[3]);
        return raw.swap(...change);
      },
    });
    const until = Date.now() + 1000;
    await boxes.update("a", () => ({ next: { n: 1, until }, outcome: undefined }));
    await boxes.update("a", () => ({ next: { n: 2 }, outcome: undefined }));
    expect(ends).to.deep.equal([until, undefined]);
  });

  it("takes what has expired for absent in every way, and may put anew over it", async () => {
    const clock = createTestClock();
    const backend = scriptedBackend({ shared: false });
    const { boxes } = vaultOf(backend, { clock: clock.now });
    const put = (until: number) =>
      boxes.update("a", (box) => ({ next: { n: (box?.n ?? 0) + 1, until }, outcome: undefined }));
    await put(clock.now() + 1000);
    clock.advance(999);
    expect(boxes.peek("a")).to.include({ n: 1 });
    clock.advance(1);
    expect(boxes.peek("a")).to.equal(undefined);
    expect(await boxes.read("a")).to.equal(undefined);
    expect(await boxes.read("a", { fresh: true })).to.equal(undefined);
    expect(await boxes.list(undefined, 1)).to.deep.equal([]);
    await put(clock.now() + 1000);
    expect(await boxes.read("a", { fresh: true })).to.include({ n: 1 });
  });
});
