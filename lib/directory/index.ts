export * from "./directory.js";
export * from "./profile.js";
