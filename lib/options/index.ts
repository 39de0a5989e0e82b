export type * from "./options.js";
export { type Configuration, readOptions } from "./read-options.js";
