import { type Runner, storageSuite, strategySuite } from "../../../lib/testing/index.js";
import { brokenStores, soundStore } from "./stores.js";
import { brokenStrategies, sound } from "./strategies.js";

/** All of them, sound and broken, for a runner that is to see which is which. */
export function everyCase(runner: Runner): void {
  for (const { name, make } of sound) strategySuite(runner, make, { name });
  for (const { wrong, make } of brokenStrategies) strategySuite(runner, make, { name: wrong });
  storageSuite(runner, soundStore.make, { name: soundStore.name });
  for (const { wrong, make } of brokenStores) storageSuite(runner, make, { name: wrong });
}
