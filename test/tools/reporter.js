// What mocha prints, and the counts left in a file for run.js: the process may still go wrong after the last test.
import { writeFileSync } from "node:fs";
import Mocha from "mocha";

const patience = 10_000;

export default class CountingSpec extends Mocha.reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    runner.once(Mocha.Runner.constants.EVENT_RUN_END, () => {
      const { passes, failures, pending } = this.stats;
      const file = options.reporterOption?.counts;
      if (file) writeFileSync(file, JSON.stringify({ passed: passes, failed: failures, skipped: pending }));
      setTimeout(stillOpen, patience).unref();
    });
  }
}

/** A test that leaves a server or a timer behind is a bug that would otherwise hang the run. */
function stillOpen() {
  console.error(`Tests are over, but these are still open: ${process.getActiveResourcesInfo().join(", ")}`);
  process.exit(1);
}
