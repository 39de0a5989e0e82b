// `npm run build`: an empty `dist`, what TypeScript makes of the sources, and the files that pages refer to.
import { spawnSync } from "node:child_process";
import { cpSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = new URL("../../", import.meta.url);
const tsc = fileURLToPath(new URL("node_modules/typescript/bin/tsc", root));

rmSync(new URL("dist", root), { recursive: true, force: true });
const { status } = spawnSync(process.execPath, [tsc, "-p", "tsconfig.build.json"], {
  cwd: fileURLToPath(root),
  stdio: "inherit",
});
cpSync(new URL("lib/pages/assets", root), new URL("dist/lib/pages/assets", root), { recursive: true });
cpSync(new URL("strategies/passkey/script.js", root), new URL("dist/strategies/passkey/script.js", root));
process.exitCode = status ?? 1;
