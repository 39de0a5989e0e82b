import type { Locale } from "./locale.js";

export const setup: Locale["setup"] = {
  title: "Konfigurera {issuer}",
  text: "Ingen har konfigurerat systemet ännu. Den som gör det blir dess första systemingenjör.",
  code: "Konfigurationskod",
  codeHint:
    "Servern skrev ut den när den startade. Den fungerar en gång, i 30 minuter; en omstart av servern ger en ny.",
  codeKept: "Konfigurationskoden stämmer.",
  you: "Ditt konto",
  email: "E-postadress",
  emailHint: "Hit skickas koder via e-post, och varningar.",
  mfa: "Multifaktorautentisering (MFA)",
  mfaText:
    "MFA är på som standard: efter lösenordet krävs en kod. Du kan ställa in eller ändra det senare, när du är inloggad.",
  on: "Använd MFA (rekommenderas)",
  onTick: "Jag förstår att MFA är aktiverat",
  off: "Använd inte MFA",
  offHint: "Då räcker ett lösenord för att komma in, så det behöver minst 15 tecken.",
  offTick: "Jag förstår att MFA är standardrekommendationen",
  confirmOff: "Inaktivera MFA",
  mode: "Så kommer koderna",
  modes: {
    email: "Via e-post",
    app: "Från en autentiseringsapp",
    either: "Båda: operatörerna väljer när de loggar in",
  },
  hints: {
    email: "Kräver en anslutning till er e-postserver.",
    app: "Fungerar utan anslutning. Ha en app redo, till exempel Microsofts eller Googles. Serverns klocka måste gå rätt; den visar {time}.",
    either: "Kräver en anslutning till er e-postserver och en klocka som går rätt.",
  },
  mail: "E-post föreslås: er e-postserver svarar.",
  noMail: "Appen föreslås: ingen e-postserver svarar, så ingen kod kan skickas via e-post.",
  internet: "Det finns en internetanslutning.",
  noInternet: "Det finns inte heller någon internetanslutning.",
  mailSaid: "Vad e-postservern sade: {detail}",
  submit: "Fortsätt",
  others: "Fungerar det inte? Ett annat sätt, för alla operatörer",
  use: {
    email: "Använd koder via e-post",
    app: "Använd en autentiseringsapp",
    either: "Använd e-post och app",
  },
  again: "Ändra det du angav",
};

export const invitation: Locale["invitation"] = {
  title: "Din första inloggning",
  text: "En systemingenjör har gett dig en kod. Med den väljer du ett eget lösenord, som ingen annan får veta.",
  code: "Kod från systemingenjören",
  codeHint: "16 bokstäver och siffror. Be om en ny om den inte gäller längre.",
  codeKept: "Din kod stämmer.",
  submit: "Fortsätt",
  signIn: "Har du redan ett lösenord? Logga in",
};
