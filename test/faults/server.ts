// A server of its own on the database `FILE` of a house, that kills itself at one call of the store: the one that its parent names.
// It talks with its parent: where it listens first, then what it is asked.
import { sqlite } from "../../storage/sqlite.js";
import { startHost } from "../support/harness.js";
import { createTestClock } from "../support/test-clock.js";
import type { FromChild, ToChild } from "./child.js";
import { createFaultyStore } from "./faulty-store.js";
import { type HouseName, hostOptions } from "./house.js";

const [file = "", name = "", smtp = "", secret = "", at = "0"] = process.argv.slice(2);
const clock = createTestClock(Number(at));
const store = createFaultyStore(sqlite(file), () => void process.kill(process.pid, "SIGKILL"));
const say = (told: FromChild) => process.send?.(told);

process.on("disconnect", () => process.exit());
process.on("message", (asked: ToChild) => {
  if (asked.is === "later") clock.advance(asked.milliseconds);
  else store.watch(asked.blow);
  say({ is: "done" });
});

const host = await startHost({ ...hostOptions(name as HouseName, smtp, secret), storage: store, clock });
say({ is: "ready", via: host.via, setupCode: host.setups.at(-1)?.code ?? "" });
