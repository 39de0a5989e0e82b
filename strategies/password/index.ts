export type { PasswordWords } from "./messages.js";
export { type PasswordOptions, password } from "./password.js";
