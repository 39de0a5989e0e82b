export type { MessageContext, PageContext, PageStrategy } from "./context.js";
export { renderMessage, renderPage } from "./render.js";
export { stylesheet } from "./stylesheet.js";
