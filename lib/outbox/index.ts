export * from "./progress.js";
export * from "./writer.js";
