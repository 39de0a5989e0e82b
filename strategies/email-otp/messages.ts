const en = {
  name: "Code by e-mail",
  about: "A code of six digits to your e-mail address",
  title: "Check your e-mail",
  prompt: "Enter the code of six digits that was sent to {to}.",
  start: "Send me a code by e-mail",
  trouble: "No mail?",
  advice:
    "It can take a minute. Look in the junk folder too. If the address is not the right one, a system engineer can change it.",
  code: "Code from the e-mail",
  subject: "{code} is your code for {issuer}",
  hello: "Hello {name},",
  before: "Enter this code where {issuer} asks for it:",
  after: "It works once, within {time}. Nobody from {issuer} will ever ask you for it.",
  when: "Asked for",
  where: "From",
  notYou:
    "If that was not you, somebody knows your password: give nobody this code, change your password, and tell a system engineer.",
};

export type EmailOtpWords = Readonly<Record<keyof typeof en, string>>;

const sv: EmailOtpWords = {
  name: "Kod via e-post",
  about: "En sexsiffrig kod till din e-postadress",
  title: "Kontrollera din e-post",
  prompt: "Ange den sexsiffriga koden som skickades till {to}.",
  start: "Skicka en kod via e-post",
  trouble: "Inget mejl?",
  advice:
    "Det kan ta en minut. Titta även i skräpposten. Om adressen inte är rätt kan en systemingenjör ändra den.",
  code: "Kod från e-postmeddelandet",
  subject: "{code} är din autentiseringskod för {issuer}",
  hello: "Hej {name},",
  before: "Ange den här koden när {issuer} frågar efter den:",
  after: "Den fungerar en gång, inom {time}. Ingen från {issuer} kommer någonsin att be dig om den.",
  when: "Begärd",
  where: "Från",
  notYou:
    "Om det inte var du känner någon till ditt lösenord: ge ingen den här koden, byt lösenord och kontakta en systemingenjör.",
};

export const messages = { en, sv };
