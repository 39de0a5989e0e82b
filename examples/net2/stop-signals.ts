import { constants } from "node:os";

/** A terminal sends Ctrl-C to the whole group, and npm passes it on once more: so close together it is one. */
const echo = 300;
const patience = 2500;

/** The first SIGINT or SIGTERM stops in good order, exit code 0; a second one ends at once. */
export function stopOnSignals(stop: () => Promise<void>): void {
  let first: number | undefined;
  const onSignal = (signal: "SIGINT" | "SIGTERM") => {
    const now = performance.now();
    if (first === undefined) {
      first = now;
      void end(stop);
    } else if (now - first > echo) {
      process.exit(128 + constants.signals[signal]);
    }
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
}

async function end(stop: () => Promise<void>): Promise<void> {
  setTimeout(() => {
    console.error("Net2: something did not stop in time");
    process.exit(1);
  }, patience).unref();
  try {
    await stop();
    process.exit(0);
  } catch (error) {
    console.error("Net2: could not stop in good order:", error);
    process.exit(1);
  }
}
