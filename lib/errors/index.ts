export * from "./codes.js";
export * from "./delivery-error.js";
export * from "./library.js";
export * from "./mfa-error.js";
export * from "./remedies.js";
export * from "./unknown-option.js";
