// `npm test`, and with --install `npm run test:all`. Further arguments go to mocha: a file, or --grep "some words".
// The last line says how many tests passed, failed and were skipped; a step around them that fails counts as one more.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { installPrograms } from "./install-programs.js";
import { inCi, missingPrograms, programs } from "./programs.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const install = process.argv.includes("--install");
const mochaArgs = process.argv.slice(2).filter((arg) => arg !== "--install");

if (install) installPrograms();
const steps = [
  havePrograms(),
  // First: the examples, and the tests that start them, take the package by its name, as it was built.
  step("Build", "npm", "run", "--silent", "build"),
  step("Types", "typescript/bin/tsc", "--noEmit"),
  step("Style", "@biomejs/biome/bin/biome", "check"),
  ...["net2", "gateway", "app", "cluster", "strategies", "stores"].map((name) =>
    step(`Types of the example ${name}`, "typescript/bin/tsc", "--project", `examples/${name}`),
  ),
];
const tests = runTests();

const failed = tests.failed + steps.filter((passed) => !passed).length;
process.exitCode = failed === 0 ? 0 : 1;
console.log(`${tests.passed} passed, ${failed} failed, ${tests.skipped} skipped`);

function havePrograms() {
  const missing = missingPrograms();
  for (const program of missing) {
    const { package: name, use } = programs[program];
    const effect = inCi ? "this fails the run" : "tests that need it are skipped";
    console.log(`Missing: ${program} (Debian package ${name}), which ${use}; ${effect}`);
  }
  return missing.length === 0 || !inCi;
}

function step(title, script, ...args) {
  console.log(`${title} …`);
  const passed = run(script, args) === 0;
  if (!passed) console.error(`${title}: failed`);
  return passed;
}

/** Mocha in a process of its own, so that whatever ends it is seen from here. */
function runTests() {
  const folder = mkdtempSync(join(tmpdir(), "express-mfa-test-"));
  const file = join(folder, "counts.json");
  const given = mochaArgs.some((arg) => /[*]|\.ts$/.test(arg) || existsSync(join(root, arg)));
  try {
    const status = run(
      "mocha/bin/mocha.js",
      [
        ...(given ? [] : ["test/**/*.test.ts"]),
        ...["--extension=ts", "--timeout=20000", "--slow=1000", ...(inCi ? ["--forbid-only"] : [])],
        ...["--reporter=test/tools/reporter.js", `--reporter-option=counts=${file}`],
        ...mochaArgs,
      ],
      ["--import=tsx"],
    );
    // No counts: it ended before its last test. Counts without a failure, and yet a bad end: something after it.
    const counts = existsSync(file)
      ? JSON.parse(readFileSync(file, "utf8"))
      : { passed: 0, failed: 0, skipped: 0 };
    return status !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A script of an installed package, or npm itself. The exit code; `null` when a signal ended it. */
function run(script, args, nodeArgs = []) {
  const [command, ...all] =
    script === "npm"
      ? ["npm", ...args]
      : [process.execPath, ...nodeArgs, join(root, "node_modules", script), ...args];
  return spawnSync(command, all, { cwd: root, stdio: ["ignore", "inherit", "inherit"] }).status;
}
