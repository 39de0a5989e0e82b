export const messages = {
  en: {
    name: "Password",
    prompt: "Enter your password.",
    password: "Password",
    newPassword: "New password",
    tooShort: "Use at least {least} characters. A few words in a row are easy to remember.",
    tooLong: "Use at most {most} characters.",
    unusable: "It has characters that cannot be used.",
    ownName: "It is a name that anybody would try first.",
    common: "It is on the list of passwords that attackers try first. Choose another one.",
  },
};
