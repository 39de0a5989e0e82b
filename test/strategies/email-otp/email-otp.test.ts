import { expect } from "chai";
import { DeliveryError, type Services } from "../../../lib/kit/index.js";
import { mailbox, servicesFor, strategySuite } from "../../../lib/testing/index.js";
import { anna } from "../../../lib/testing/strategy-services.js";
import { emailOtp } from "../../../strategies/index.js";

const strategy = emailOtp();
const held = { id: "address", own: { email: "anna.lind@net2.example" } };

strategySuite(
  { describe, it },
  () => ({
    strategy: emailOtp(),
    once: "challenge",
    own: () => held.own,
    right: (_services, _own, mails) => ({ code: /^\d{6}$/m.exec(mails.at(-1)?.text ?? "")?.[0] ?? "" }),
  }),
  { name: "The code by e-mail" },
);

async function start(services: Services, own = held.own) {
  const begun = await strategy.challenge?.(services, { id: "address", own }, []);
  if (begun === undefined) throw new Error("there is no challenge");
  return begun;
}

/** Codes in a given order. */
function scripted(...codes: string[]): Services["random"] {
  return { bytes: () => Buffer.alloc(0), digits: () => codes.shift() ?? "" };
}

describe("The code by e-mail", () => {
  it("has six digits, leading zeros kept, and is good for ten minutes", async () => {
    const asked: number[] = [];
    const digits = (length: number) => {
      asked.push(length);
      return "000042";
    };
    const services = servicesFor(strategy, { random: { bytes: () => Buffer.alloc(0), digits } });
    const { data, expiresIn } = await start(services);
    expect(asked).to.deep.equal([6]);
    expect(expiresIn).to.equal(600);
    expect(await strategy.judge(services, held, { code: "000042" }, data)).to.deep.equal({ right: true });
    expect(await strategy.judge(services, held, { code: "42" }, data)).to.deep.equal({ right: false });
    expect(await strategy.judge(services, held, { code: "000 042" }, data)).to.deep.equal({ right: true });
  });

  it("is good for as long as the option says, and the mail says the same", async () => {
    const short = emailOtp({ expiresIn: 120 });
    const { mailer, mails } = mailbox();
    const begun = await short.challenge?.(servicesFor(short, { mailer }), held, [held]);
    await begun?.deliver?.();
    expect(begun?.expiresIn).to.equal(120);
    expect(mails[0]?.text).to.include("within 2 minutes.");
  });

  it("is one for the address that it was sent to", async () => {
    const services = servicesFor(strategy, { random: scripted("123456") });
    const { data } = await start(services);
    const moved = { ...held, own: { email: "erik@net2.example" } };
    expect(await strategy.judge(services, moved, { code: "123456" }, data)).to.deep.equal({ right: false });
    expect(await strategy.judge(services, held, { code: "123456" }, data)).to.deep.equal({ right: true });
  });

  it("is kept as a hash under a key, so that whoever reads the store cannot try them all", async () => {
    const of = async (mac: Services["mac"]) =>
      (await start(servicesFor(strategy, { mac, random: scripted("123456") }))).data;
    expect(await of((text) => `key 1 ${text.length}`)).to.deep.equal({ mac: "key 1 29" });
    expect(await of((text) => `key 2 ${text.length}`)).to.not.deep.equal({ mac: "key 1 29" });
  });

  it("is refused against challenge data of another shape", async () => {
    const services = servicesFor(strategy);
    for (const data of [null, 7, "mac", [], {}, { mac: 7 }, { mac: null }]) {
      expect(await strategy.judge(services, held, { code: "123456" }, data)).to.deep.equal({ right: false });
    }
  });

  it("goes nowhere before deliver is called, and then once, to the address", async () => {
    const { mailer, mails } = mailbox();
    const { deliver, sentTo } = await start(servicesFor(strategy, { mailer }));
    expect(mails).to.be.empty;
    await deliver?.();
    expect(mails.map(({ to }) => to)).to.deep.equal(["anna.lind@net2.example"]);
    expect(sentTo).to.equal("a•••@net2.example");
  });

  it("was surely not sent where there is no mailer", async () => {
    const { deliver } = await start(servicesFor(strategy));
    const error = await deliver?.().catch((thrown: unknown) => thrown);
    expect(error).to.be.instanceOf(DeliveryError).and.include({ code: "ERR_MFA_MAIL", unsent: true });
  });

  it("passes on what the mailer says of its failure", async () => {
    const failure = new DeliveryError(false, "the connection was lost");
    const mailer = { ...mailbox().mailer, send: () => Promise.reject(failure) };
    const { deliver } = await start(servicesFor(strategy, { mailer }));
    expect(await deliver?.().catch((thrown: unknown) => thrown)).to.equal(failure);
  });

  it("follows from the operator's address, and there is none without", () => {
    expect(strategy.derive?.(anna)).to.deep.equal({ email: "anna.lind@net2.example" });
    const { email: _, ...without } = anna;
    expect(strategy.derive?.(without)).to.equal(undefined);
    expect(strategy.derive?.({ ...anna, email: "" })).to.equal(undefined);
  });
});
