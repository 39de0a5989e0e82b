import { expect } from "chai";
import type { Operator } from "../../lib/contract/index.js";
import type { SystemRecord } from "../../lib/core/system.js";
import { MfaError } from "../../lib/errors/index.js";
import { createPolicyChange, type PolicyChange } from "../../lib/mfa/policy.js";
import type { Collection } from "../../lib/store/types.js";
import { memory } from "../../storage/memory.js";
import { vaultOf } from "../store/vault-of.js";

const ella: Operator = { id: "ella", username: "ella", role: "engineer" };

describe("a change of the policy", () => {
  let system: Collection<SystemRecord>;
  let told: PolicyChange[];
  let change: ReturnType<typeof createPolicyChange>;
  beforeEach(async () => {
    const { vault } = vaultOf(memory());
    await vault.open();
    system = vault.collection<SystemRecord>({ prefix: "system", parse: (stored) => stored as SystemRecord });
    await write({ engineers: ["ella"] });
    told = [];
    change = createPolicyChange(system, { second: ["email-otp", "totp"], passwordless: [] }, (one) =>
      told.push(one),
    );
  });

  const write = (part: Partial<SystemRecord>) =>
    system.update("system", (current) => ({
      next: {
        version: 1,
        policy: { strategies: ["totp"], reauthDays: 0, version: 1 },
        engineers: [],
        epoch: 0,
        trustEpoch: 0,
        ...current,
        ...part,
      },
      outcome: undefined,
    }));

  it("is refused inside the swap to who is no engineer any more, whatever was seen before", async () => {
    await write({ engineers: ["emil"] });
    const refused = await change({ reauthDays: 7 }, { operator: ella, version: 1 }).catch((error) => error);
    expect(refused).to.be.instanceOf(MfaError).and.include({ code: "ERR_MFA_FORBIDDEN" });
    expect((await system.read("system"))?.policy).to.include({ reauthDays: 0, version: 1 });
    expect(told).to.be.empty;
  });

  it("does nothing where the policy is no longer the one that was looked at", async () => {
    expect(await change({ reauthDays: 7 }, { operator: ella, version: 1 })).to.include({ reauthDays: 7 });
    expect(await change({ reauthDays: 9 }, { operator: ella, version: 1 })).to.equal(undefined);
    expect((await system.read("system"))?.policy).to.include({ reauthDays: 7, version: 2 });
    expect(told.map(({ before, after }) => [before?.reauthDays, after.reauthDays])).to.deep.equal([[0, 7]]);
  });

  it("lets exactly one of twenty win that looked at the same", async () => {
    const all = await Promise.all(
      Array.from({ length: 20 }, (_, day) => change({ reauthDays: day }, { operator: ella, version: 1 })),
    );
    expect(all.filter((one) => one !== undefined)).to.have.length(1);
    expect(told).to.have.length(1);
  });
});
