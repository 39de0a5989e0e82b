export { countTo } from "./count-to.js";
export type { Runner } from "./runner.js";
export { type SignedIn, type SignedInOptions, signedIn } from "./signed-in.js";
export type { StorageCase } from "./storage-case.js";
export { type StorageSuiteOptions, storageSuite } from "./storage-suite.js";
export type { StrategyCase } from "./strategy-case.js";
export { type GivenServices, mailbox, servicesFor } from "./strategy-services.js";
export { type StrategySuiteOptions, strategySuite } from "./strategy-suite.js";
