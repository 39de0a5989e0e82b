import type { ComponentType } from "preact";
import { renderToString } from "preact-render-to-string";
import type { Notice, View } from "../contract/index.js";
import { Audit } from "./audit.js";
import { Card } from "./card.js";
import { Challenge } from "./challenge.js";
import { Choose } from "./choose.js";
import type { MessageContext, PageContext, PageProps, Pages } from "./context.js";
import { Enrol } from "./enrol.js";
import { Forgot } from "./forgot.js";
import { HealthPage } from "./health.js";
import { Invitation } from "./invitation.js";
import { Layout } from "./layout.js";
import { Message } from "./message.js";
import { NewEmail } from "./new-email.js";
import { Operator } from "./operator.js";
import { Operators } from "./operators.js";
import { OperatorsImport } from "./operators-import.js";
import { ServiceKeys } from "./service-keys.js";
import { Settings } from "./settings.js";
import { Setup } from "./setup.js";
import { SignIn } from "./sign-in.js";
import { SignedIn } from "./signed-in.js";

/** Our own components; a host's stand in place of those that it brings. */
export const ownPages: Pages = {
  Layout,
  Setup,
  Invitation,
  SignIn,
  Choose,
  Challenge,
  Enrol,
  Forgot,
  NewEmail,
  SignedIn,
  Card,
  Settings,
  Operators,
  Operator,
  OperatorsImport,
  Audit,
  Health: HealthPage,
  ServiceKeys,
  Message,
};

const pageOf = {
  setup: "Setup",
  invitation: "Invitation",
  "sign-in": "SignIn",
  choose: "Choose",
  challenge: "Challenge",
  enrol: "Enrol",
  forgot: "Forgot",
  email: "NewEmail",
  "signed-in": "SignedIn",
  card: "Card",
  settings: "Settings",
  operators: "Operators",
  operator: "Operator",
  import: "OperatorsImport",
  audit: "Audit",
  health: "Health",
  "service-keys": "ServiceKeys",
} as const satisfies Record<View["state"], keyof Pages>;

/** The view as a whole HTML document. What `context.notice` says stands first on it. */
export function renderPage(view: View, context: PageContext): string {
  // The state names the component that takes this view.
  const Page = context.pages[pageOf[view.state]] as ComponentType<PageProps<View["state"]>>;
  return `<!doctype html>${renderToString(<Page view={view} context={context} />)}`;
}

/** A problem that has no view to stand beside (not found, not ready, forbidden), as a whole HTML document. */
export function renderMessage(notice: Notice, context: MessageContext): string {
  const { Message: Page } = context.pages;
  return `<!doctype html>${renderToString(<Page notice={notice} context={context} />)}`;
}
