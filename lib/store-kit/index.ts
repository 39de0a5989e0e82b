export { optionalLibrary, said } from "../errors/index.js";
export * from "./envelope.js";
export * from "./keyv.js";
export * from "./opened-later.js";
export * from "./queue.js";
export * from "./redis.js";
export * from "./server-of.js";
export * from "./sql.js";
