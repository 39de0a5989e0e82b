export type { Described, DescribedRoute } from "./described.js";
export { type DocumentParts, openApi } from "./document.js";
