export * from "./drift.js";
export * from "./probes.js";
