const en = {
  name: "Sign-in of your organisation",
  prompt: "Sign in where your organisation does.",
  start: "Go to the sign-in",
};

export type ExternalWords = Readonly<Record<keyof typeof en, string>>;

const sv: ExternalWords = {
  name: "Din organisations inloggning",
  prompt: "Logga in där din organisation gör det.",
  start: "Gå till inloggningen",
};

export const messages = { en, sv };
