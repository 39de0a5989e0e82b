// `npm run test:all`: brings the missing programs through apt, where there is apt and we are root.
import { spawnSync } from "node:child_process";
import { missingPrograms, programs } from "./programs.js";

const environment = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };

export function installPrograms() {
  const missing = missingPrograms();
  if (missing.length === 0) return;
  const packages = missing.map((program) => programs[program].package);
  if (spawnSync("apt-get", ["--version"]).status !== 0) {
    console.log(`Cannot install ${packages.join(", ")}: there is no apt-get here`);
  } else if (process.getuid?.() !== 0) {
    console.log(
      `Cannot install ${packages.join(", ")}: only root can; try: sudo apt-get install ${packages.join(" ")}`,
    );
  } else if (!apt("update") || !apt("install", "--yes", "--no-install-recommends", ...packages)) {
    console.log(`Could not install ${packages.join(", ")}: apt-get failed`);
  }
}

/** Waits a while for another apt that is at work. */
function apt(...args) {
  const all = ["-o", "DPkg::Lock::Timeout=120", "-q", ...args];
  const stdio = ["ignore", "inherit", "inherit"];
  return spawnSync("apt-get", all, { env: environment, stdio, timeout: 300_000 }).status === 0;
}
