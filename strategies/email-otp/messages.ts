export const messages = {
  en: {
    name: "Code by e-mail",
    prompt: "Enter the code that was sent to {to}.",
    start: "Send me a code by e-mail",
    code: "Code from the e-mail",
    subject: "{code} is your code for {issuer}",
    hello: "Hello {username},",
    before: "this is your code to sign in to {issuer}:",
    after: "It can be used once, within {minutes} min.",
    notYou:
      "If you are not signing in right now, somebody knows your password: do not give them this code, and tell your system engineer.",
  },
};
