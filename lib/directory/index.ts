export * from "./directory.js";
export * from "./import.js";
export * from "./import-file.js";
export * from "./journal.js";
export * from "./list.js";
export * from "./names.js";
export * from "./operator-index.js";
export * from "./profile.js";
