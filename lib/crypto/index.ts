export * from "./keyring.js";
export * from "./random.js";
export * from "./text.js";
