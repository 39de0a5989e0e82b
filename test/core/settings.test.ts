import { expect } from "chai";
import { choiceOf, choicesOf } from "../../lib/core/settings.js";

describe("a policy as people choose it", () => {
  it("is one of Net2's modes, and what is accepted beside it", () => {
    const choice = (...strategies: string[]) => choiceOf({ strategies });
    expect(choice()).to.deep.equal({ mode: "off", also: [] });
    expect(choice("email-otp")).to.deep.equal({ mode: "email", also: [] });
    expect(choice("totp")).to.deep.equal({ mode: "app", also: [] });
    expect(choice("totp", "email-otp")).to.deep.equal({ mode: "either", also: [] });
    expect(choice("passkey", "totp", "sms")).to.deep.equal({ mode: "app", also: ["passkey", "sms"] });
    expect(choice("passkey")).to.deep.equal({ mode: "off", also: ["passkey"] });
  });

  it("offers the modes whose strategies are installed, and a tick for each further one", () => {
    expect(choicesOf(["email-otp", "totp", "passkey"])).to.deep.equal({
      modes: ["off", "email", "app", "either"],
      further: ["passkey"],
    });
    expect(choicesOf(["totp"])).to.deep.equal({ modes: ["off", "app"], further: [] });
    expect(choicesOf([])).to.deep.equal({ modes: ["off"], further: [] });
  });
});
