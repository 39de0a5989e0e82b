import { expect } from "chai";
import { smsWebhook } from "../../../examples/strategies/sms-webhook/sms-webhook.js";
import { tanList } from "../../../examples/strategies/tan-list/tan-list.js";
import { en, fillIn } from "../../../lib/locales/index.js";
import { password } from "../../../strategies/index.js";
import { choose, field, guarded, heading, press, typeCode, typePassword } from "../../browser/pages.js";
import { walk } from "../../browser/walk.js";
import { needs } from "../../support/needs.js";
import { type SmsGateway, startSmsGateway } from "../../support/sms-gateway.js";

const number = "+46701740642";

describe("strategies of somebody else, in a browser", () => {
  let gateway: SmsGateway;
  before(needs("chromium"));
  before(async () => {
    gateway = await startSmsGateway();
  });
  after(() => gateway?.close());

  it("a code by SMS opens the way in, and to a list that is printed and used", async () => {
    const list = tanList();
    const words = list.messages.en;
    const strategies = [password(), smsWebhook({ url: gateway.url, numberOf: () => number }), list] as const;
    const options = { strategies, initialPolicy: { strategies: ["sms-webhook", "tan-list"] } };
    await walk({ options }, async ({ open }) => {
      const page = await open();
      await page.goto("/app");
      await typePassword(page);
      if ((await heading(page)) !== "Check your phone") await choose(page, "Code by SMS");
      await typeCode(page, "Code from the message", gateway.lastCode(number));
      expect(await heading(page)).to.equal(guarded);

      await page.goto("/mfa/card");
      await press(page, fillIn(en.card.enrol, { name: words.name }));
      const numbers = (await field(page, words.numbers ?? "").inputValue()).split("\n");
      expect(numbers).to.have.length(20);
      await typeCode(page, words.last ?? "", numbers.at(-1) ?? "", en.enrol.submit);

      const other = await open();
      await other.goto("/app");
      await typePassword(other);
      await choose(other, words.name);
      await typeCode(other, words.code ?? "", numbers[0] ?? "");
      expect(await heading(other)).to.equal(guarded);
    })();
  });
});
