// A process of its own on Keyv 6, run by suite.ts: so many updates of one number, all at once, in the store at a URL
// (`redis://…`, `postgres://…#table`) or in a file.
import { countTo } from "../../../lib/testing/index.js";
import { toBackend } from "../../../storage/index.js";
import { keyvAt } from "./keyv-at.js";

const [place = "", times = "0"] = process.argv.slice(2);
const backend = toBackend(keyvAt(place), { singleProcess: false });
await backend.open();
await countTo(Number(times), backend);
await backend.close();
process.exit(); // a pool of PostgreSQL that is idle holds the process
