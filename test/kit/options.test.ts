import { expect } from "chai";
import { MfaError, readNumbers } from "../../lib/kit/index.js";

const ranges = {
  digits: { least: 6, most: 8, otherwise: 6 },
  window: { least: 0, most: 2, otherwise: 1 },
};

describe("readNumbers", () => {
  it("gives each number, the usual one where it is left out", () => {
    expect(readNumbers("sms()", {}, ranges)).to.deep.equal({ digits: 6, window: 1 });
    expect(readNumbers("sms()", { digits: 8, window: undefined }, ranges)).to.deep.equal({
      digits: 8,
      window: 1,
    });
    expect(readNumbers("sms()", { window: 0 }, ranges)).to.deep.equal({ digits: 6, window: 0 });
  });

  it("refuses what is out of range or no whole number, with name, range and value", () => {
    for (const digits of [5, 9, 6.5, Number.NaN, Number.POSITIVE_INFINITY, "6", null, [6]]) {
      const read = () => readNumbers("sms()", { digits } as { digits: number }, ranges);
      if (digits === null) expect(read()).to.include({ digits: 6 });
      else {
        expect(read)
          .to.throw(
            MfaError,
            `sms(): option "digits" must be a whole number from 6 to 8, not ${String(digits)}`,
          )
          .with.property("code", "ERR_MFA_OPTIONS");
      }
    }
  });

  it("refuses a name that it does not know, with the one that was meant or all there are", () => {
    const read = (given: object) => () => readNumbers("sms()", given, ranges);
    expect(read({ digitts: 6 })).to.throw(
      MfaError,
      'sms(): unknown option "digitts"; did you mean "digits"?',
    );
    expect(read({ colour: 6 })).to.throw(MfaError, 'unknown option "colour"; known are digits, window');
  });
});
