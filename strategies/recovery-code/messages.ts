const en = {
  name: "Recovery codes",
  about: "One of the codes that you keep for the day when your phone is lost",
  title: "Enter a recovery code",
  prompt:
    "Enter one of the recovery codes that you saved for {issuer}. It works once. Then you set up your phone or your address anew.",
  trouble: "No code at hand?",
  advice: "A system engineer can reset your second step, and give you a code to set it up again.",
  enrol:
    "Keep these codes where you find them without your phone, such as in a password manager or on paper. Each works once. They are shown this once, and take the place of any older ones.",
  code: "Recovery code",
  codeHint:
    "16 letters and digits, such as 7K3D-9MXQ-2HTP-W4CN. Capital or small letters, with or without dashes.",
  codes: "Your recovery codes",
  finish: "I have saved these codes",
};

export type RecoveryCodeWords = Readonly<Record<keyof typeof en, string>>;

const sv: RecoveryCodeWords = {
  name: "Återställningskoder",
  about: "En av koderna som du har sparat för den dag då telefonen är borta",
  title: "Ange en återställningskod",
  prompt:
    "Ange en av återställningskoderna som du har sparat för {issuer}. Den fungerar en gång. Sedan konfigurerar du din telefon eller din adress på nytt.",
  trouble: "Har du ingen kod till hands?",
  advice:
    "En systemingenjör kan återställa ditt andra steg och ge dig en kod så att du kan konfigurera det igen.",
  enrol:
    "Spara koderna där du hittar dem utan telefonen, till exempel i en lösenordshanterare eller på papper. Var och en fungerar en gång. De visas bara nu och ersätter alla äldre.",
  code: "Återställningskod",
  codeHint:
    "16 bokstäver och siffror, till exempel 7K3D-9MXQ-2HTP-W4CN. Stora eller små bokstäver, med eller utan bindestreck.",
  codes: "Dina återställningskoder",
  finish: "Jag har sparat koderna",
};

export const messages = { en, sv };
