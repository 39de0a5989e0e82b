export type * from "./audit.js";
export type * from "./backend.js";
export type * from "./health.js";
export type * from "./operator.js";
export type * from "./operators.js";
export type * from "./ports.js";
export type * from "./strategy.js";
export type * from "./view.js";
