import { readFile, writeFile } from "node:fs/promises";
import { papersWithTables, withTables } from "../support/tables.js";

for (const paper of papersWithTables) await writeFile(paper, withTables(await readFile(paper, "utf8")));
