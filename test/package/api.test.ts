import { readFileSync } from "node:fs";
import { expect } from "chai";
import { apiReport, reportFile, typedEntries } from "./api-report.js";

describe("The public types", function () {
  this.timeout(60_000);
  for (const entry of typedEntries()) {
    it(`of ${entry[0]} are those that are written down; a change is meant: npm run api`, () => {
      expect(apiReport(entry)).to.equal(readFileSync(reportFile(entry[0]), "utf8"));
    });
  }
});
