export type { RecoveryCodeWords } from "./messages.js";
export { type RecoveryCodeOptions, recoveryCode } from "./recovery-code.js";
