// `npm run pictures`: takes a picture of every page afresh (test/output/pages), and puts the best into docs/pictures.
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = new URL("../../", import.meta.url);
const best = {
  "sign-in-light": "sign-in-360-light",
  "sign-in-dark": "sign-in-360-dark",
  "challenge-sent-light": "challenge-sent-360-light",
  "challenge-sent-wrong-code-dark": "challenge-sent-wrong-code-360-dark",
  "enrol-under-way-light": "enrol-under-way-360-light",
  "enrol-under-way-dark": "enrol-under-way-360-dark",
  "setup-light": "setup-360-light",
  "invitation-light": "invitation-360-light",
  "settings-light": "settings-360-light",
  "settings-locked-out-light": "settings-that-lock-somebody-out-told-360-light",
  "operators-light": "operators-360-light",
  "operator-invited-light": "operator-invited-360-light",
  "operator-reset-light": "operator-reset-360-light",
  "enrol-codes-to-keep-light": "enrol-codes-to-keep-360-light",
  "import-wrong-light": "import-wrong-told-360-light",
  "audit-light": "audit-360-light",
  "health-light": "health-360-light",
  "card-light": "card-360-light",
  "card-dark": "card-360-dark",
  "sign-in-passkey-light": "sign-in-with-a-passkey-360-light",
};

const mocha = fileURLToPath(new URL("node_modules/mocha/bin/mocha.js", root));
const { status } = spawnSync(
  process.execPath,
  ["--import=tsx", mocha, "--extension=ts", "test/browser/screenshots.test.ts"],
  { cwd: fileURLToPath(root), stdio: "inherit" },
);
if (status === 0) {
  mkdirSync(new URL("docs/pictures", root), { recursive: true });
  for (const [name, taken] of Object.entries(best)) {
    copyFileSync(new URL(`test/output/pages/${taken}.png`, root), new URL(`docs/pictures/${name}.png`, root));
  }
}
process.exitCode = status ?? 1;
