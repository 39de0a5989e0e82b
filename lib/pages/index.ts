export { Fragment, h } from "preact";
export { type Asset, script, scriptAsset, stylesheet } from "./assets.js";
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
export { Fields, type FieldsProps } from "./fields.js";
export { Action, type ActionProps, Form, type FormProps } from "./form.js";
export { type HealthLine, healthLines, systemLines } from "./health-lines.js";
export { Leave, PasswordWarning, Person } from "./parts.js";
export { PasswordlessForms } from "./passwordless.js";
export { fieldErrors, problemText } from "./problem.js";
export { Problem, ProblemText } from "./problem-box.js";
export { ownPages, renderMessage, renderPage } from "./render.js";
export { StrategyScript, scriptData } from "./scripted.js";
export { StrategyButtons, type StrategyButtonsProps } from "./strategy-buttons.js";
