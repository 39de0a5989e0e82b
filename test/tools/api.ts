// `npm run api`: writes the public types of what was built to test/package/api, for a reader of changes to see.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { apiReport, reportFile, typedEntries } from "../package/api-report.js";

for (const entry of typedEntries()) {
  const file = reportFile(entry[0]);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, apiReport(entry));
}
