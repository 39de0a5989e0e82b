export * from "./envelope.js";
export * from "./keyv.js";
export * from "./library.js";
export * from "./opened-later.js";
export * from "./queue.js";
export * from "./redis.js";
export * from "./server-of.js";
export * from "./sql.js";
