import type { Notice, View } from "../contract/index.js";
import { cardPage } from "./card.js";
import { challengePage } from "./challenge.js";
import { choosePage } from "./choose.js";
import type { MessageContext, PageContext } from "./context.js";
import { enrolPage } from "./enrol.js";
import { messagePage } from "./message.js";
import { type Page, renderDocument } from "./page.js";
import { setupPage } from "./setup.js";
import { signInPage } from "./sign-in.js";
import { signedInPage } from "./signed-in.js";

/** The view as a whole HTML document. What `context.notice` says stands first on it. */
export function renderPage(view: View, context: PageContext): string {
  return renderDocument(context, pageOf(view, context), context.notice);
}

/** A problem that has no view to stand beside (not found, not ready, forbidden), as a whole HTML document. */
export function renderMessage(notice: Notice, context: MessageContext): string {
  return renderDocument(context, messagePage(notice, context));
}

function pageOf(view: View, context: PageContext): Page {
  switch (view.state) {
    case "setup":
      return setupPage(context);
    case "sign-in":
      return signInPage(view, context);
    case "choose":
      return choosePage(view, context);
    case "challenge":
      return challengePage(view, context);
    case "enrol":
      return enrolPage(view, context);
    case "signed-in":
      return signedInPage(view, context);
    case "card":
      return cardPage(view, context);
  }
}
