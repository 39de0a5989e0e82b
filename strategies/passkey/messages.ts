const en = {
  name: "Passkey",
  about: "Your fingerprint, face or PIN, or a security key",
  title: "Use your passkey",
  prompt:
    "Confirm with your passkey for {issuer}: your browser asks for your fingerprint, face or PIN, or for your security key.",
  answer: "Use a passkey",
  start: "Use a passkey",
  trouble: "Does it not work?",
  advice:
    "Use the device that you made the passkey on, or one that it is kept in step with. A security key has to be plugged in or held to the device. A passkey works only at the address where it was made.",
  enrol:
    "A passkey is kept on your device or security key, and works only on the real {issuer}. Give it a name that you know it by, then follow your browser.",
  finish: "Create the passkey",
  passwordless: "Sign in with a passkey",
  noScript:
    "A passkey needs JavaScript, and this browser runs none here. Use another way, or allow scripts for this site.",
  ownName: "Name of the passkey",
  ownNameHint: "For example “Laptop” or “Blue key”. Left empty, it is named after this browser.",
  unsupported: "This browser cannot use passkeys here. Use another way.",
  cancelled: "That was cancelled, or took too long. Try again, or use another way.",
  known: "This device or key already has a passkey for your account.",
  failed: "The browser could not do it:",
  ERR_MFA_CODE: "That passkey was not accepted. Try again, with another passkey, or use another way.",
  ERR_MFA_CODE_USED: "That answer was used already. Try again.",
  ERR_MFA_CODE_EXPIRED: "That took too long. Try again.",
};

export type PasskeyWords = Readonly<Record<keyof typeof en, string>>;

const sv: PasskeyWords = {
  name: "Nyckel (passkey)",
  about: "Ditt fingeravtryck, ansikte eller din PIN, eller en säkerhetsnyckel",
  title: "Använd din nyckel",
  prompt:
    "Bekräfta med din nyckel för {issuer}: webbläsaren ber om fingeravtryck, ansikte eller PIN, eller om din säkerhetsnyckel.",
  answer: "Använd en nyckel",
  start: "Använd en nyckel",
  trouble: "Fungerar det inte?",
  advice:
    "Använd enheten där du skapade nyckeln, eller en som den synkas till. En säkerhetsnyckel ska sitta i eller hållas mot enheten. En nyckel fungerar bara på adressen där den skapades.",
  enrol:
    "En nyckel finns på din enhet eller säkerhetsnyckel och fungerar bara hos det riktiga {issuer}. Ge den ett namn som du känner igen och följ sedan webbläsaren.",
  finish: "Skapa nyckeln",
  passwordless: "Logga in med en nyckel",
  noScript:
    "En nyckel kräver JavaScript, och den här webbläsaren kör inget här. Använd ett annat sätt, eller tillåt skript för webbplatsen.",
  ownName: "Nyckelns namn",
  ownNameHint:
    "Till exempel ”Bärbar dator” eller ”Blå nyckel”. Lämnas det tomt får den namn efter webbläsaren.",
  unsupported: "Den här webbläsaren kan inte använda nycklar här. Använd ett annat sätt.",
  cancelled: "Det avbröts eller tog för lång tid. Försök igen, eller använd ett annat sätt.",
  known: "Den här enheten eller nyckeln har redan en nyckel för ditt konto.",
  failed: "Webbläsaren kunde inte göra det:",
  ERR_MFA_CODE: "Nyckeln godtogs inte. Försök igen, med en annan nyckel, eller använd ett annat sätt.",
  ERR_MFA_CODE_USED: "Svaret är redan använt. Försök igen.",
  ERR_MFA_CODE_EXPIRED: "Det tog för lång tid. Försök igen.",
};

export const messages = { en, sv };
