export * from "./en.js";
export type * from "./locale.js";
