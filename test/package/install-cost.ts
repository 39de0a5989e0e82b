// `npm run install-cost`: what an install of the packed package takes, without SQLite and with it (which is compiled).
import { join } from "node:path";
import { installProject, sizeOf } from "./installed-project.js";
import { packTarball } from "./tarball.js";

const tarball = packTarball();
for (const [title, packages] of [
  ["express-mfa", []],
  ["express-mfa and @keyv/sqlite@4", ["@keyv/sqlite@4"]],
] as const) {
  const project = installProject([tarball.file, ...packages], { scripts: true });
  const megabytes = sizeOf(join(project.folder, "node_modules")) / 1e6;
  console.log(`${title}: ${megabytes.toFixed(1)} MB, installed in ${(project.took / 1000).toFixed(1)} s`);
  project.remove();
}
tarball.remove();
