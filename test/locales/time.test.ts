import { expect } from "chai";
import { days, duration, inTime, moment, timeOfDay } from "../../lib/locales/index.js";

const noon = Date.UTC(2026, 5, 1, 12, 0, 15);

describe("times in words", () => {
  it("are rounded up, so that nobody comes back too early, in the largest unit that is still exact enough", () => {
    expect([0, 0.2, 30, 90].map((seconds) => duration("en", seconds))).to.deep.equal([
      "1 second",
      "1 second",
      "30 seconds",
      "90 seconds",
    ]);
    expect([91, 181, 5400, 5401].map((seconds) => duration("en", seconds))).to.deep.equal([
      "2 minutes",
      "4 minutes",
      "90 minutes",
      "2 hours",
    ]);
    expect(inTime("en", 30)).to.equal("in 30 seconds");
  });

  it("are in the reader's language, with the reader's region", () => {
    expect(duration("sv", 600)).to.equal("10 minuter");
    expect(inTime("sv-FI", 30)).to.equal("om 30 sekunder");
    expect(days("sv", 1)).to.equal("1 dygn");
    expect(moment("en-US", noon)).to.match(/^Jun 1, 2026/);
    expect(moment("en-GB", noon)).to.match(/^1 Jun 2026/);
    expect(moment("sv", noon)).to.match(/^1 juni 2026/);
  });

  it("name the server's time zone with a date, and the second with a time of day", () => {
    expect(moment("sv", noon)).to.match(/ (UTC|GMT|[A-Z]{2,5}|GMT[+−-]\d+)$/);
    expect(timeOfDay("sv", noon)).to.match(/^\d\d:\d\d:15 (UTC|GMT|[A-Z]{2,5}|GMT[+−-]\d+)$/);
  });

  it("stay right when readers of many languages come", () => {
    for (let code = 0; code < 200; code++) {
      const tag = `en-${String.fromCharCode(65 + (code % 26))}${String.fromCharCode(65 + Math.floor(code / 26))}`;
      expect(duration(tag, 30)).to.equal("30 seconds");
    }
    expect(duration("sv", 30)).to.equal("30 sekunder");
  });
});
