import { expect } from "chai";
import fc from "fast-check";
import Keyv from "keyv";
import { MfaError } from "../../lib/errors/index.js";
import { hasExpired, unwrap, wrap } from "../../lib/store-kit/index.js";

describe("wrap", () => {
  it("writes what Keyv itself writes, with and without an end", async () => {
    const store = new Map<string, string>();
    const keyv = new Keyv({ store, namespace: "mfa" });
    await keyv.set("1", "sealed");
    await keyv.set("2", "sealed", 60_000);
    const [forever = "", ending = ""] = store.values();
    expect(wrap("sealed")).to.equal(forever);
    expect(wrap("sealed", unwrap(ending).expires)).to.equal(ending);
  });

  it("is undone by unwrap, for any text", () => {
    const end = fc.option(fc.nat(), { nil: undefined });
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), end, (value, expires) => {
        expect(unwrap(wrap(value, expires))).to.deep.equal({ value, expires });
      }),
    );
  });
});

describe("unwrap", () => {
  it("tells what cannot be read, and never takes it for an absence", () => {
    for (const raw of ["", "text", "null", "7", "[]", "{}", '{"value":7}', '{"value":null}', '{"expires":1}'])
      expect(() => unwrap(raw), raw)
        .to.throw(MfaError)
        .with.property("code", "ERR_MFA_STORAGE");
  });
});

describe("hasExpired", () => {
  it("is true from the millisecond after the end", () => {
    expect([99, 100, 101].map((now) => hasExpired(wrap("x", 100), now))).to.deep.equal([false, false, true]);
  });

  it("is never true of what has no end, or is not ours to judge", () => {
    for (const raw of [wrap("x"), "text", '{"value":7,"expires":1}'])
      expect(hasExpired(raw, Number.MAX_SAFE_INTEGER), raw).to.equal(false);
  });
});
