import { expect } from "chai";
import { codeHash } from "../../../lib/kit/index.js";
import { servicesFor, strategySuite } from "../../../lib/testing/index.js";
import { recoveryCode } from "../../../strategies/index.js";

const codes = ["7K3D-9MXQ-2HTP-W4CN", "0000-1111-2222-3333"];
const hashes = codes.map((code) => codeHash(code) ?? "");

strategySuite(
  { describe, it },
  () => {
    let made: readonly string[] = codes;
    return {
      strategy: recoveryCode(),
      once: "consume",
      own: () => ({ left: hashes, used: [] }),
      right: () => ({ code: made[0] ?? "" }),
      // Shown, and nothing to be typed.
      enrol: (_services, begun) => {
        made = (begun as { readonly codes: readonly string[] }).codes;
        return {};
      },
    };
  },
  { name: "Recovery codes" },
);

describe("Recovery codes", () => {
  const strategy = recoveryCode();
  const services = servicesFor(strategy);

  it("are ten of 80 bits, all different, and only their hashes are kept", async () => {
    const begun = (await strategy.enrol?.begin(services, [])) as { readonly codes: readonly string[] };
    expect(begun.codes).to.have.length(10);
    expect(new Set(begun.codes).size).to.equal(10);
    for (const code of begun.codes)
      expect(code).to.match(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
    const view = await strategy.enrol?.view(services, begun);
    expect(view?.list?.values).to.deep.equal(begun.codes);
    expect(view?.data).to.deep.equal({ codes: begun.codes });
    const finding = await strategy.enrol?.finish(services, begun, {});
    if (finding?.right !== true) throw new Error("refused");
    expect(strategy.left?.(finding.own)).to.equal(10);
    for (const code of begun.codes) {
      expect(JSON.stringify(finding.own)).not.to.include(code.replaceAll("-", ""));
      expect(await strategy.judge(services, { id: "c", own: finding.own }, { code })).to.include({
        right: true,
      });
    }
  });

  it("are each good once, and a used one is told from a wrong one", async () => {
    const own = { left: hashes, used: [] };
    const [first = "", second = ""] = hashes;
    const after = strategy.consume?.(own, first);
    expect(after).to.deep.equal({ left: [second], used: [first] });
    if (after === undefined) return;
    expect(strategy.left?.(after)).to.equal(1);
    const again = await strategy.judge(services, { id: "c", own: after }, { code: codes[0] ?? "" });
    expect(again).to.deep.equal({ right: true, use: first });
    expect(strategy.consume?.(after, first)).to.equal(undefined);
  });

  it("are taken as people type them: small letters, spaces, no dashes, O for 0 and I for 1", async () => {
    const held = { id: "c", own: { left: hashes, used: [] } };
    for (const code of [
      "7k3d9mxq2htpw4cn",
      " 7K3D 9MXQ 2HTP W4CN ",
      "OOOO-IIII-2222-3333",
      "oooo–llll–2222–3333",
    ])
      expect(await strategy.judge(services, held, { code }), code).to.include({ right: true });
  });
});
