export * from "./keyring.js";
export * from "./one-time-code.js";
export * from "./random.js";
export * from "./text.js";
