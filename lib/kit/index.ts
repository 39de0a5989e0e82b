export type {
  ChallengeStart,
  Enrolment,
  EnrolmentFinding,
  EnrolmentView,
  Field,
  Finding,
  Held,
  Input,
  Json,
  Letter,
  Operator,
  Passwordless,
  Random,
  Services,
  Several,
  Shown,
  Strategy,
  StrategyWords,
  Words,
} from "../contract/index.js";
export { codeHash, mintCode } from "../crypto/index.js";
export { DeliveryError, MfaError, optionalLibrary, refuseUnknown } from "../errors/index.js";
export { duration, fillIn, moment } from "../locales/index.js";
export * from "./code.js";
export * from "./gate.js";
export * from "./options.js";
export * from "./sent-code.js";
export * from "./spent-once.js";
