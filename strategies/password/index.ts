export { type PasswordOptions, password } from "./password.js";
