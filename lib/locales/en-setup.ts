/** The first start, and the first time that an operator comes in. */
export const setup = {
  title: "Set up {issuer}",
  text: "Nobody has set this system up yet. Whoever does becomes its first system engineer.",
  code: "Setup code",
  codeHint:
    "The server printed it when it started. It works once, for 30 minutes; a restart of the server makes a new one.",
  codeKept: "The setup code is right.",
  you: "Your account",
  email: "E-mail address",
  emailHint: "Codes by e-mail go here, and warnings.",
  mfa: "Multi-factor authentication (MFA)",
  mfaText:
    "MFA is on by default: after the password a code is asked for. You can set it up or change it later, when you are signed in.",
  on: "Use MFA (recommended)",
  onTick: "I understand that MFA is enabled",
  off: "Do not use MFA",
  offHint: "Then anybody who knows the password gets in, so it needs at least 15 characters.",
  offTick: "I understand that MFA is the recommended default",
  confirmOff: "Disable MFA",
  mode: "How codes come",
  modes: {
    email: "By e-mail",
    app: "From an authenticator app",
    either: "Both: operators pick when they sign in",
  },
  hints: {
    email: "Needs a connection to your mail server.",
    app: "Works without a connection. Have an app ready, such as Microsoft's or Google's. The clock of this server must be right; it says {time}.",
    either: "Needs a connection to your mail server, and a clock that is right.",
  },
  mail: "E-mail is proposed: your mail server answers.",
  noMail: "The app is proposed: no mail server answers, so no code can be sent by e-mail.",
  internet: "There is an internet connection.",
  noInternet: "There is no internet connection either.",
  mailSaid: "What the mail server said: {detail}",
  submit: "Continue",
  /** On the pages after it, while nobody has finished. */
  others: "Does that not work? Another way, for all operators",
  use: { email: "Use codes by e-mail", app: "Use an authenticator app", either: "Use e-mail and app" },
  again: "Change what you entered",
} as const;

export const invitation = {
  title: "Your first sign-in",
  text: "A system engineer gave you a code. With it you choose a password of your own, which nobody else will know.",
  code: "Code from the system engineer",
  codeHint: "16 letters and digits. If it is no longer good, ask for another one.",
  codeKept: "Your code is right.",
  submit: "Continue",
  signIn: "You have a password already? Sign in",
} as const;
