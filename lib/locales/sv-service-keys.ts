import type { Locale } from "./locale.js";

export const serviceKeys: Locale["serviceKeys"] = {
  title: "Tjänstenycklar",
  text: "Ett program som läser eller gör något här på egen hand har en egen nyckel. Det kan göra vad dess omfattningar säger och inget annat: nyckeln loggar inte in någon.",
  list: "Nycklar i bruk",
  none: "Inget program har någon nyckel.",
  scopesOf: "Omfattningar: {scopes}",
  addressesOf: "Endast från {addresses}",
  since: "Skapad {when}",
  sinceBy: "Skapad {when} av {name}",
  expires: "Gäller till {when}",
  used: "Användes senast {when}",
  unused: "Aldrig använd",
  end: "Avsluta nyckeln",
  endAll: "Avsluta alla nycklar",
  endAllText: "Inget program kommer in längre. Det går inte att ångra: vart och ett behöver en ny nyckel.",
  add: "Skapa en nyckel",
  confirm: "Bekräfta att det är du för att skapa eller avsluta nycklar",
  name: "Namn",
  nameHint: "Vilket program den är för, till exempel Tidrapportering.",
  scopes: "Omfattningar",
  scopesHint:
    "Vad programmet får göra, med de ord som den som satte upp systemet valt, till exempel events:read. Mellanslag emellan.",
  addresses: "Adresser",
  addressesHint:
    "Varifrån nyckeln får användas, till exempel 192.0.2.7 eller 192.0.2.0/24. Tomt: överallt ifrån.",
  days: "Dagar",
  daysHint: "Hur länge den gäller, 1 till 365.",
  submit: "Skapa nyckeln",
  made: "Nyckeln till {name}",
  madeText: "Den visas bara den här gången. Kopiera in den i programmet nu; ingen kan läsa den senare.",
  key: "Nyckel",
};
