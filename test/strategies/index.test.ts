import { expect } from "chai";
import type { Strategy } from "../../lib/kit/index.js";
import { emailOtp, password, totp } from "../../strategies/index.js";

/** As `createMfa` reads them. */
function idsOf<const S extends readonly Strategy[]>(strategies: S): S[number]["id"][] {
  return strategies.map(({ id }) => id);
}

describe("The strategies together", () => {
  it("are an array of strategies, whose ids the compiler knows", () => {
    const strategies: readonly Strategy[] = [password(), emailOtp(), totp()];
    const ids: ("password" | "email-otp" | "totp")[] = idsOf([password(), emailOtp(), totp()]);
    expect(ids).to.deep.equal(strategies.map(({ id }) => id));
    // @ts-expect-error: no such id among them
    const wrong: "sms"[] = idsOf([password()]);
    expect(wrong).to.deep.equal(["password"]);
  });

  it("have ids of their own, one first stage, and the app guards the mailbox", () => {
    const [first, mail, app] = [password(), emailOtp(), totp()];
    expect(new Set([first.id, mail.id, app.id]).size).to.equal(3);
    expect([first.stage, mail.stage, app.stage]).to.deep.equal(["first", "second", "second"]);
    expect(app.strength).to.be.greaterThan(mail.strength);
  });

  it("claim in amr what RFC 8176 has a value for: nothing for a code by e-mail", () => {
    expect([password().amr, emailOtp().amr, totp().amr]).to.deep.equal([["pwd"], [], ["otp"]]);
  });

  it("refuse options that are unknown, and say what was meant", () => {
    const misspelt = { minLenght: 12 };
    expect(() => password(misspelt as object)).to.throw(
      'unknown option "minLenght"; did you mean "minLength"?',
    );
    expect(() => emailOtp({ expires: 60 } as object)).to.throw('unknown option "expires"');
    expect(() => totp({ digits: 8 } as never)).to.throw('totp(): unknown option "digits"; there are none');
    expect(() => password(null as unknown as object)).to.throw("must be an object");
  });

  it("refuse numbers out of range, and take undefined as left out", () => {
    for (const minLength of [7, 65, 8.5, Number.NaN, "12" as unknown as number]) {
      expect(() => password({ minLength })).to.throw(
        'option "minLength" must be a whole number from 8 to 64',
      );
    }
    expect(() => emailOtp({ expiresIn: 601 })).to.throw('"expiresIn"');
    expect(() => password({ queue: -1 })).to.throw('"queue"');
    expect(password({ minLength: undefined, concurrency: undefined }).id).to.equal("password");
  });
});
