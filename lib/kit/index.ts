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
  Mail,
  Mailer,
  Operator,
  Random,
  Services,
  Strategy,
  StrategyWords,
  Words,
} from "../contract/index.js";
export { DeliveryError, MfaError } from "../errors/index.js";
export * from "./code.js";
export * from "./gate.js";
export * from "./options.js";
export * from "./template.js";
