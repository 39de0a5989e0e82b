export { type ExternalOptions, external } from "./external.js";
export type { ExternalWords } from "./messages.js";
