export { createMfa } from "./create-mfa.js";
export type { Mfa, MfaEvents, NewOperator } from "./mfa.js";
