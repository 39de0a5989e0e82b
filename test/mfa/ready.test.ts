import { expect } from "chai";
import { createMfa } from "../../lib/index.js";
import { memory } from "../../storage/memory.js";
import { password, totp } from "../../strategies/index.js";
import { operatorPassword } from "../support/harness.js";

describe("starting on data that is there already", () => {
  const start = (storage: ReturnType<typeof memory>, secret: string | readonly string[]) =>
    createMfa({
      issuer: "Net2",
      url: "https://net2.example.com/mfa",
      secret,
      storage,
      strategies: [password(), totp()],
      initialPolicy: "app",
    });
  const [old, next] = ["o".repeat(40), "n".repeat(40)];
  const code = (work: Promise<unknown>) => work.then(String, (error: { code?: string }) => error.code);
  const message = (work: Promise<unknown>) => work.then(String, (error: Error) => error.message);

  it("refuses another secret and says what to do; takes both in a list", async () => {
    const storage = memory();
    const first = start(storage, old);
    await first.ready();
    await first.operators.add({ username: "anna", password: operatorPassword });
    const before = await storage.list("", undefined, 100);
    expect(await code(start(storage, next).ready())).to.equal("ERR_MFA_SECRET");
    expect(await message(start(storage, next).ready())).to.include("[new, old]");
    expect(await storage.list("", undefined, 100)).to.deep.equal(before);
    const both = start(storage, [next, old]);
    await both.ready();
    expect((await both.operators.find("anna"))?.username).to.equal("anna");
  });

  it("refuses data of another version and says what to do", async () => {
    const storage = memory();
    await start(storage, old).ready();
    const [raw = ""] = await storage.read(["meta"]);
    await storage.swap("meta", raw, raw.replace('\\"version\\":1', '\\"version\\":2'));
    const refused = start(storage, old);
    expect(await code(refused.ready())).to.equal("ERR_MFA_DATA_VERSION");
    expect(await message(refused.ready()))
      .to.include("version 2")
      .and.include("restore a backup");
  });

  it("refuses people without what says how to read them: a fresh start would bury them", async () => {
    const storage = memory();
    const first = start(storage, old);
    await first.ready();
    await first.operators.add({ username: "anna", password: operatorPassword });
    const [raw] = await storage.read(["meta"]);
    await storage.swap("meta", raw, undefined);
    expect(await code(start(storage, old).ready())).to.equal("ERR_MFA_DATA_VERSION");
    expect(await storage.read(["meta"])).to.deep.equal([undefined]);
  });

  it("stays closed when the policy is gone and people are there, whatever the initial policy says", async () => {
    const storage = memory();
    const first = start(storage, old);
    await first.ready();
    await first.operators.add({ username: "anna", password: operatorPassword });
    const [raw] = await storage.read(["system:system"]);
    await storage.swap("system:system", raw, undefined);
    const second = start(storage, old);
    await second.ready();
    expect(await code(second.policy.read())).to.equal("ERR_MFA_CLOSED");
  });

  it("leaves a policy alone that is there: the initial one is written once", async () => {
    const storage = memory();
    const first = start(storage, old);
    await first.ready();
    await first.policy.change({ mode: "off" });
    const second = start(storage, old);
    await second.ready();
    expect((await second.policy.read()).strategies).to.deep.equal([]);
  });
});
