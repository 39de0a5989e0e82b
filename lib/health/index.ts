export { type Address, readAddress } from "./address.js";
export * from "./checks.js";
export { defaultMode } from "./default-mode.js";
export { createDrift, type Drift } from "./drift.js";
export { createProbes, type ProbePlan } from "./probes.js";
