export const health = {
  title: "Systemets tillstånd",
  show: "Visa systemets tillstånd",
  levels: {
    ok: "✓ I ordning",
    warning: "! Titta på detta",
    error: "✕ Åtgärda detta",
    unknown: "– Ej kontrollerat",
  },
  checks: {
    clock: {
      name: "Serverns klocka",
      right: "Den går i takt med internettid, på {seconds} s när.",
      slow: "Den går {seconds} s efter internettid, så koder från appar nekas eller kommer snart att nekas. Låt servern hämta sin tid från internet eller från ert nätverk.",
      fast: "Den går {seconds} s före internettid, så koder från appar nekas eller kommer snart att nekas. Låt servern hämta sin tid från internet eller från ert nätverk.",
      rightByPhones: "Den går i takt med operatörernas telefoner, på {seconds} s när.",
      slowByPhones:
        "Den går {seconds} s efter operatörernas telefoner. Låt servern hämta sin tid från internet eller från ert nätverk.",
      fastByPhones:
        "Den går {seconds} s före operatörernas telefoner. Låt servern hämta sin tid från internet eller från ert nätverk.",
      silent:
        "Ingen tidsserver svarade, så ingen vet om den går rätt. Kontrollera anslutningen och jämför med en klocka som du litar på.",
      unasked:
        "Ingen tidsserver är angiven, så ingen vet om den går rätt. Koder från appar kräver det: jämför med en klocka som du litar på.",
    },
    mail: {
      name: "E-postserver",
      answers: "Den svarar, så koder och varningar kan skickas.",
      silent:
        "Den svarar inte, så ingen kod kan skickas med e-post. Kontrollera adress, användare och lösenord samt anslutningen.",
      notTheInternet:
        "Det finns internet, men e-postservern svarar inte, så ingen kod kan skickas med e-post. Kontrollera adress, användare och lösenord samt brandväggen.",
      none: "Ingen är konfigurerad, så inga koder eller varningar kan skickas med e-post.",
      unasked: "Den tillfrågas inte, enligt inställningarna. Ett testmeddelande visar om den fungerar.",
    },
    internet: {
      name: "Internet",
      answers: "Det kan nås.",
      silent: "Det kan inte nås. Koder från en app fungerar ändå; de flesta e-postservrar gör det inte.",
      unasked: "Ingen är angiven att fråga, så ingenting skickas ut.",
    },
    storage: {
      name: "Lagring",
      answers: "En ändring sparas på {milliseconds} ms.",
      slow: "En ändring tar {milliseconds} ms att spara, så det går långsamt att logga in. Se över disken eller databasen.",
      fails:
        "En ändring kunde inte sparas, så ingen kan logga in. Se över disken eller databasen, och loggen.",
    },
    addresses: {
      name: "E-postadresser",
      all: "Alla operatörer har en.",
      some: "Operatörer utan e-postadress ({count}): {names}. De får varken koder eller varningar: lägg till deras adresser.",
    },
    factors: {
      name: "Andra faktorer",
      all: "Alla operatörer har en som godtas.",
      some: "Operatörer utan en som godtas ({count}): {names}. De måste konfigurera en innan de kommer in, eller få hjälp med det.",
      off: "MFA är av: ett lösenord räcker för att komma in. Slå på det med ett läge.",
    },
    engineers: {
      name: "Systemingenjörer",
      several: "Det finns {count}, så den ena kan hjälpa den andra.",
      one: "Det finns bara en. Om den telefonen försvinner kan ingen hjälpa till: gör någon till, till systemingenjör.",
    },
  },
} as const;
