export * from "./audit.js";
export * from "./collection.js";
export * from "./csv.js";
export { clean, idShape } from "./line.js";
export * from "./policy.js";
export * from "./results.js";
export * from "./trail.js";
