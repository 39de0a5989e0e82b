export { type Asset, script, stylesheet } from "./assets.js";
export { clientName } from "./client-name.js";
export type {
  LayoutProps,
  MessageContext,
  MessageProps,
  PageContext,
  PageProps,
  PageStrategy,
  Pages,
  ViewOf,
} from "./context.js";
export { fieldErrors, problemText } from "./problem.js";
export { ownPages, renderMessage, renderPage } from "./render.js";
