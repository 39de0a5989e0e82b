export { createMfa } from "./create-mfa.js";
export { partsOf } from "./internals.js";
export type { Mfa, MfaEvents, NewOperator } from "./mfa.js";
