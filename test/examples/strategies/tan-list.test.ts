import { expect } from "chai";
import { servicesFor, strategySuite } from "express-mfa/testing";
import { tanList } from "../../../examples/strategies/tan-list/tan-list.js";
import { emailOtp, password } from "../../../strategies/index.js";
import type { Browser } from "../../support/browser.js";
import { type Host, operatorPassword, startHost } from "../../support/harness.js";
import { formTo, stepUpByScript, typePassword } from "../../support/steps.js";

describe("The strategy tan-list", () => {
  strategySuite({ describe, it }, () => {
    const known = ["00000042", "12345678"];
    let next = known[0];
    return {
      strategy: tanList(),
      once: "consume",
      own: ({ mac }) => ({ left: known.map((number) => mac(number)), used: [] }),
      right: () => ({ code: next ?? "" }),
      enrol(_services, numbers: readonly string[]) {
        next = numbers[0];
        return { code: numbers.at(-1) ?? "" };
      },
    };
  });

  it("is as long as the option says, all different", async () => {
    for (const count of [5, 20, 50]) {
      const strategy = tanList({ count });
      const numbers = (await strategy.enrol?.begin(servicesFor(strategy), [])) as readonly string[];
      expect(new Set(numbers).size).to.equal(count);
      for (const number of numbers) expect(number).to.match(/^\d{8}$/);
    }
    for (const count of [4, 51, 20.5, Number.NaN])
      expect(() => tanList({ count }), String(count)).to.throw("count");
  });

  it("keeps hashes under a key, of this operator alone", async () => {
    const strategy = tanList();
    const services = servicesFor(strategy);
    const begun = (await strategy.enrol?.begin(services, [])) as readonly string[];
    const code = begun.at(-1) ?? "";
    const finding = await strategy.enrol?.finish(services, begun, { code });
    if (!finding?.right) throw new Error("it was refused");
    for (const number of begun) expect(JSON.stringify(finding.own)).to.not.include(number);
    const erik = servicesFor(strategy, { operator: { id: "erik", username: "erik", role: "operator" } });
    const held = { id: "list", own: finding.own };
    expect(await strategy.judge(erik, held, { code: begun[0] ?? "" })).to.deep.equal({ right: false });
    expect(await strategy.judge(services, held, { code: begun[0] ?? "" })).to.include({ right: true });
  });

  describe("mounted", () => {
    let host: Host;
    let browser: Browser;
    beforeEach(async () => {
      host = await startHost({
        options: {
          strategies: [password(), emailOtp(), tanList({ count: 5 })],
          initialPolicy: { strategies: ["tan-list", "email-otp"] },
        },
      });
      await host.addOperator("anna");
      browser = host.browser();
      await browser.post("/mfa/sign-in", { username: "anna", password: operatorPassword });
    });
    afterEach(() => host.close());

    const print = async (): Promise<readonly string[]> => {
      const begun = (await browser.post("/mfa/enrol/tan-list")).json();
      const numbers = begun.numbers as readonly string[];
      const done = await browser.post("/mfa/enrol/tan-list/verify", { code: numbers.at(-1) });
      expect(done.status, done.text).to.equal(200);
      return numbers;
    };
    const verify = async (code: string | undefined) => {
      const other = host.browser();
      await other.post("/mfa/sign-in", { username: "anna", password: operatorPassword });
      return other.post("/mfa/challenge/tan-list/verify", { code });
    };

    it("is printed by nobody who has only the password", async () => {
      const answer = await browser.post("/mfa/enrol/tan-list");
      expect(answer.json()).to.include({ code: "ERR_MFA_CONFIRM", confirm: "email-otp" });
    });

    it("signs in by each number once, in any order, the one that printed it not again", async () => {
      await stepUpByScript(host, browser, "anna");
      const numbers = await print();
      expect(numbers).to.have.length(5);
      for (const at of [2, 0, 3, 1]) expect((await verify(numbers[at])).status).to.equal(200);
      for (const number of numbers)
        expect((await verify(number)).json()).to.include({ code: "ERR_MFA_CODE_USED" });
      const card = (await browser.get("/mfa/card")).json();
      expect(JSON.stringify(card)).to.include('"left":0');
    });

    it("takes one number once, of twenty at once", async () => {
      await stepUpByScript(host, browser, "anna");
      const [number] = await print();
      const answers = await Promise.all(Array.from({ length: 20 }, () => verify(number)));
      expect(answers.filter(({ status }) => status === 200)).to.have.length(1);
    });

    it("counts wrong numbers as every second factor's are counted", async () => {
      await stepUpByScript(host, browser, "anna");
      const [number = ""] = await print();
      const wrong = number.startsWith("1") ? "20000000" : "10000000";
      for (let tries = 1; tries <= 5; tries += 1) expect((await verify(wrong)).status).to.equal(401);
      expect((await verify(number)).status).to.equal(429);
    });

    it("makes the older list worthless when a new one is printed", async () => {
      await stepUpByScript(host, browser, "anna");
      const older = await print();
      await print();
      expect((await verify(older[0])).json()).to.include({ code: "ERR_MFA_CODE" });
    });

    it("shows on its page what to do, and the list to be printed", async () => {
      await stepUpByScript(host, browser, "anna");
      await browser.post("/mfa/enrol/tan-list");
      const page = await browser.open("/mfa/?enrol=tan-list");
      expect(page.words).to.include("Print these numbers").and.include("Your numbers");
      const field = formTo(page, "/enrol/tan-list/verify");
      expect(field).to.not.equal(undefined);
      const challenge = await typePassword(host.browser(), "anna");
      expect(challenge.words).to.include("Printed list");
    });
  });
});
