const en = {
  name: "Password",
  prompt: "Enter your password.",
  password: "Password",
  newPassword: "New password",
  newPasswordHint:
    "At least {least} characters, or 15 while MFA is off. A few words in a row are easy to remember. No other rules.",
  tooShort: "Use at least {least} characters. A few words in a row are easy to remember.",
  tooLong: "Use at most {most} characters.",
  unusable: "It has characters that cannot be used.",
  ownName: "It is a name that anybody would try first.",
  common: "It is on the list of passwords that attackers try first. Choose another one.",
};

export type PasswordWords = Readonly<Record<keyof typeof en, string>>;

const sv: PasswordWords = {
  name: "Lösenord",
  prompt: "Ange ditt lösenord.",
  password: "Lösenord",
  newPassword: "Nytt lösenord",
  newPasswordHint:
    "Minst {least} tecken, eller 15 när MFA är avstängt. Några ord i rad är lätta att komma ihåg. Inga andra regler.",
  tooShort: "Använd minst {least} tecken. Några ord i rad är lätta att komma ihåg.",
  tooLong: "Använd högst {most} tecken.",
  unusable: "Det innehåller tecken som inte kan användas.",
  ownName: "Det är ett namn som vem som helst skulle prova först.",
  common: "Det finns på listan över lösenord som angripare provar först. Välj ett annat.",
};

export const messages = { en, sv };
