import { expect } from "chai";
import { type Held, type Strategy, sentCode, spentOnce } from "../../lib/kit/index.js";
import { servicesFor } from "../../lib/testing/index.js";
import { emailOtp } from "../../strategies/index.js";

type Own = { readonly to: string };

describe("sentCode", () => {
  const sent: (readonly [to: string, code: string])[] = [];
  const made = (digits?: number) =>
    sentCode<Own>({
      to: ({ to }) => to,
      mask: () => "•",
      deliver: async (_services, to, code) => void sent.push([to, code]),
      expiresIn: 120,
      ...(digits !== undefined && { digits }),
    });
  const services = servicesFor(emailOtp() as Strategy);
  const held = (to: string): Held<Own> => ({ id: "place", own: { to } });

  it("draws as many digits as it is told, six by itself, and asks for as many", async () => {
    for (const digits of [undefined, 8]) {
      sent.length = 0;
      const { challenge, fields } = made(digits);
      await (await challenge(services, held("a"))).deliver?.();
      expect(sent[0]?.[1]).to.match(new RegExp(`^\\d{${digits ?? 6}}$`));
      expect(fields[0]).to.include({ name: "code", digits: digits ?? 6 });
    }
  });

  it("is a code for the place that it was sent to, and no other", async () => {
    sent.length = 0;
    const { challenge, judge } = made();
    const { data, deliver, expiresIn, sentTo } = await challenge(services, held("a"));
    await deliver?.();
    const [[, code = ""] = []] = sent;
    expect({ expiresIn, sentTo }).to.deep.equal({ expiresIn: 120, sentTo: "•" });
    expect(await judge(services, held("a"), { code }, data)).to.deep.equal({ right: true });
    expect(await judge(services, held("b"), { code }, data)).to.deep.equal({ right: false });
    expect(await judge(services, held("a"), { code }, { mac: 7 })).to.deep.equal({ right: false });
  });
});

describe("spentOnce", () => {
  it("moves a code from those that are left to those that were used", () => {
    const own = { left: ["a", "b"], used: [] };
    expect(spentOnce.consume(own, "a")).to.deep.equal({ left: ["b"], used: ["a"] });
    expect(spentOnce.left(own)).to.equal(2);
  });

  it("takes nothing that was used, that never was, or that is no hash", () => {
    const own = { left: ["b"], used: ["a"] };
    for (const use of ["a", "c", null, 0, ["b"], {}])
      expect(spentOnce.consume(own, use), JSON.stringify(use)).to.equal(undefined);
  });
});
