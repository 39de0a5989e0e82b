export * from "./envelope.js";
export * from "./keyv.js";
export * from "./queue.js";
export * from "./sql.js";
