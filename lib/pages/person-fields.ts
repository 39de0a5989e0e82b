import type { Field } from "../contract/index.js";

/** What is asked of a person wherever they are asked who they are; the labels are texts of core. */
export const usernameField: Field = {
  name: "username",
  label: "username",
  type: "text",
  autocomplete: "username",
};

export const emailField: Field = {
  name: "email",
  label: "email",
  hint: "emailHint",
  type: "text",
  inputMode: "email",
  autocomplete: "email",
  optional: true,
};

/** A code of letters and digits that an engineer, or the server, gave out. */
export const longCodeField: Field = {
  name: "code",
  label: "code",
  hint: "codeHint",
  type: "text",
  autocomplete: "off",
};
