export { claimsSpec } from "./claims.js";
export * from "./notify.js";
