import type { Locale } from "./locale.js";

export const health: Locale["health"] = {
  title: "Systemets tillstånd",
  levels: { ok: "OK", warning: "Behöver ses över", error: "Fungerar inte", unknown: "Okänt" },
  clock: {
    name: "Klocka",
    off: "Ingen tidsserver är angiven, och för få koder från appar har setts: det går inte att kontrollera. Servern visar {now}; jämför med en telefon.",
    failed:
      "Ingen tidsserver svarar, så det går inte att kontrollera. Servern visar {now}; jämför med en telefon.",
    byServer: {
      ok: "En tidsserver säger att den går rätt.",
      ahead: "En tidsserver säger att serverns klocka går {time} före.",
      behind: "En tidsserver säger att serverns klocka går {time} efter.",
    },
    byCodes: {
      ok: "Operatörernas koder säger att den går rätt.",
      ahead: "Operatörernas koder säger att serverns klocka går ungefär {time} före.",
      behind: "Operatörernas koder säger att serverns klocka går ungefär {time} efter.",
    },
    cure: "Koder från appar kommer att nekas: ställ klockan rätt och låt NTP hålla den rätt.",
  },
  mail: {
    name: "E-post",
    ok: "E-postservern svarar.",
    off: "Det kontrolleras inte om e-postservern svarar.",
    failed:
      "E-postservern svarar inte: inga koder eller varningar kan skickas via e-post. Se över den och alternativet mail.",
  },
  internet: {
    name: "Internet",
    ok: "Det finns en anslutning.",
    off: "Det kontrolleras inte. Koder från appar fungerar utan.",
    failed: "Det finns ingen anslutning. Koder från appar fungerar utan; e-post kanske inte.",
  },
  storage: {
    name: "Lagring",
    ok: "Den svarar och tar emot det som skrivs ({milliseconds} ms).",
    risky:
      "Den svarar, men är inställd så att det som sparats kan gå förlorat: även konton och andra faktorer.",
    failed: "Inget kan skrivas: ingen kan logga in. Se över disken eller databasen.",
  },
  withoutEmail: {
    name: "E-postadresser",
    ok: "Alla operatörer har en.",
    some: "Operatörer utan: {count}. Koder och varningar når dem inte: ge dem en under Operatörer.",
  },
  withoutStrategy: {
    name: "Andra steg efter lösenordet",
    ok: "Alla operatörer har ett.",
    off: "MFA är avstängt: inget krävs.",
    some: "Operatörer utan något som godtas: {count}. De konfigurerar ett vid nästa inloggning, eller behöver först en e-postadress.",
  },
  lockedOut: {
    name: "De som inte kan logga in",
    ok: "Ingen.",
    some: "Operatörer som policyn inte ger någon väg in: {count}. Ge dem en e-postadress, eller återställ deras andra steg och lämna ut koden.",
  },
  engineers: {
    name: "Systemingenjörer",
    ok: "Det finns {count}.",
    one: "Det finns bara en: om den tappar bort sin telefon finns ingen som kan hjälpa till. Utse någon till.",
  },
};
