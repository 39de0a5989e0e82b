import type { Context } from "mocha";
import { inCi, isInstalled, type Program, programs } from "../tools/programs.js";

/**
 * For `before` or `it`: skips what needs a program that is not here. In CI it fails instead.
 *
 *     before(needs("oathtool"));
 */
export function needs(...wanted: Program[]): (this: Context) => void {
  return function () {
    const missing = wanted.filter((program) => !isInstalled(program));
    if (missing.length === 0) return;
    const words = missing
      .map((program) => `${program} (Debian package ${programs[program].package})`)
      .join(", ");
    if (inCi) throw new Error(`Missing: ${words}; npm run test:all installs it`);
    console.log(`    Skipped, missing: ${words}`);
    this.skip();
  };
}
