// `npm run openapi`: writes docs/openapi.json anew.
import { writeFileSync } from "node:fs";
import { documentFile, standingDocument } from "../support/standing-document.js";

writeFileSync(documentFile, `${JSON.stringify(await standingDocument(), undefined, 2)}\n`);
process.exit(0);
