export type * from "./types.js";
export * from "./vault.js";
