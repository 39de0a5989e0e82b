export * from "./en.js";
export * from "./fill-in.js";
export * from "./language-name.js";
export * from "./languages.js";
export type * from "./locale.js";
export * from "./sv.js";
export * from "./time.js";
