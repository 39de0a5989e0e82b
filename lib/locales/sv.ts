import type { Locale } from "./locale.js";
import { audit } from "./sv-audit.js";
import { health } from "./sv-health.js";
import { operators } from "./sv-operators.js";
import { invitation, setup } from "./sv-setup.js";

/** Swedish, with the words that Net2 itself uses for its things. */
export const sv: Locale = {
  page: {
    error: "Fel: {title}",
    title: "{title} – {issuer}",
    signedInAs: "Inloggad som {name}",
    signingInAs: "Loggar in som {name}",
    tryAgain: "Försök igen {when}.",
    tryNow: "Du kan försöka igen nu.",
    show: "Visa",
    hide: "Dölj",
    copy: "Kopiera",
    copied: "Kopierat",
    download: "Spara som fil",
    print: "Skriv ut",
    missing: "Tecken som saknas: {count}",
    enough: "Tillräckligt långt.",
    client: "{browser} på {system}",
  },

  setup,
  invitation,
  operators,
  audit,
  health,

  signIn: {
    title: "Logga in",
    username: "Användarnamn",
    submit: "Logga in",
    first: "Första gången här? Använd koden från din systemingenjör",
    forgot: "Har du glömt lösenordet?",
    forgotten:
      "Har du glömt användarnamnet, eller tappat bort telefonen och har ingen återställningskod? En systemingenjör kan hjälpa dig.",
  },

  forgot: {
    title: "Ett nytt lösenord",
    text: "En kod skickas till din e-postadress. Dessutom behöver du en kod från din autentiseringsapp, eller en som en systemingenjör ger dig: enbart en brevlåda öppnar ingenting.",
    submit: "Skicka koden",
    sent: "Om någon har namnet {username} här har en kod skickats till deras e-postadress. Den fungerar en gång, i tio minuter.",
    code: "Koden från e-postmeddelandet",
    second: "Kod från autentiseringsappen, eller överlämningskod",
    secondHint: "Sex siffror, eller sexton bokstäver och siffror.",
    finish: "Byt till det nya lösenordet",
    help: "Ingen app eller ingen e-postadress? En systemingenjör kan hjälpa dig.",
    back: "Tillbaka till inloggningen",
  },

  purpose: {
    "sign-in": {
      choose: "Välj hur du vill bekräfta att det är du",
      challenge: "Bekräfta att det är du",
      text: "",
    },
    "step-up": {
      choose: "Bekräfta att det är du",
      challenge: "Bekräfta att det är du",
      text: "Du är inloggad. Nästa steg kräver en ny bekräftelse.",
    },
    enrol: {
      choose: "Bekräfta att det är du",
      challenge: "Bekräfta att det är du",
      text: "Det här kommer först, så att ingen annan kan lägga till ett sätt att logga in på ditt konto.",
    },
  },

  choose: {
    enrol: "Konfigurera: {name}",
  },

  challenge: {
    start: "Starta",
    expires: "Den gäller i {time}.",
    trust: "Lita på den här webbläsaren i {time}",
    trustHint:
      "Ingen kod efterfrågas här under den tiden. Lämna rutan tom på en dator som andra också använder.",
    submit: "Fortsätt",
    bySelf: "Formuläret skickas av sig självt efter sista siffran.",
    again: "Skicka en ny kod",
    againIn: "Du kan be om en ny kod {when}.",
    againNow: "Du kan be om en ny kod nu.",
    others: "Andra sätt",
    cancel: "Avbryt och logga ut",
    back: "Inte nu",
  },

  enrol: {
    title: "Konfigurera ett andra steg",
    titleOf: "Konfigurera: {name}",
    text: "Systemet kräver mer än ett lösenord. Det tar ungefär en minut att konfigurera.",
    nothing: "Det finns inget som du kan konfigurera själv. Fråga en systemingenjör.",
    confirmTitle: "Bekräfta först att det är du",
    confirmText:
      "Innan ett nytt sätt att logga in läggs till behöver du bekräfta med: {name}. Då kan ingen som bara har ditt lösenord lägga till sitt eget.",
    confirmStart: "Bekräfta med: {name}",
    engineerTitle: "En kod från en systemingenjör behövs",
    engineerText:
      "Det går inte att vara säker på att det är du på något annat sätt. Be en systemingenjör om en överlämningskod och logga in igen med den.",
    handoverTitle: "Ange din överlämningskod",
    handoverText:
      "En systemingenjör har återställt ditt andra steg och har en kod till dig. Med den konfigurerar du ett nytt.",
    handoverCode: "Överlämningskod",
    handoverCodeHint: "16 bokstäver och siffror, till exempel 7K3D-9MXQ-2HTP-W4CN.",
    handoverSubmit: "Fortsätt",
    recovers: "Koden stämde och är nu förbrukad. Det du konfigurerar nu ersätter det du har förlorat.",
    submit: "Slutför",
  },

  newEmail: {
    title: "Ange en ny e-postadress",
    text: "Återställningskoden stämde och är nu förbrukad. Koder skickas till din nya adress från och med nu, och den gamla får veta det.",
  },

  signedIn: {
    title: "Du är inloggad",
    goOn: "Fortsätt",
    card: "Ditt operatörskort",
    settings: "Alternativ → Säkerhet",
    operators: "Operatörer",
    audit: "Händelselogg",
    health: "Systemets tillstånd",
    more: "Fler sidor",
    passwordChange:
      "Någon annan verkar känna till ditt lösenord: många felaktiga koder angavs efter rätt lösenord. Byt det nu.",
    changePassword: "Byt lösenord",
  },

  card: {
    title: "Operatörskort",
    you: "Du",
    username: "Användarnamn",
    name: "Namn",
    email: "E-postadress",
    noEmail: "Saknas.",
    newEmail: "Ny e-postadress",
    newEmailHint: "En kod skickas dit. Tills du har angett koden här ändras inget.",
    changeEmail: "Skicka koden",
    emailSent: "En kod har skickats till {to}. Den gäller i {time}.",
    emailCode: "Koden från det meddelandet",
    confirmEmail: "Byt adress",
    confirmForEmail: "Bekräfta att det är du för att byta e-postadress",
    preferred: "Erbjuds först",
    preferredHint: "Det du använde senast erbjuds först nästa gång.",
    changePreferred: "Erbjud det först",
    role: "Roll",
    roles: { operator: "Operatör", engineer: "Systemingenjör" },
    strategies: "Sätt att logga in",
    since: "Konfigurerad {when}",
    left: "{count} kvar",
    fewLeft: "Bara {count} kvar. Skapa nya innan de tar slut.",
    noneLeft: "Inga kvar. Skapa nya nu.",
    enrolled: "Klar att använda",
    notEnrolled: "Inte konfigurerad",
    enrol: "Konfigurera: {name}",
    replace: "Byt ut: {name}",
    remove: "Ta bort: {name}",
    picture: "{name}: bilden som lägger till den på en annan av dina enheter",
    showPicture: "Visa QR-koden",
    pictureHint: "Visa den inte för någon: den som har den kan skapa dina koder.",
    confirmForPicture: "Bekräfta att det är du för att se QR-koden",
    password: "Byt lösenord",
    newPassword: "Nytt lösenord",
    changePassword: "Byt lösenord",
    confirmForPassword: "Bekräfta att det är du för att byta lösenord",
    language: "Språk",
    languageLabel: "Språk för sidor och e-post",
    languageOfBrowser: "Samma som webbläsaren",
    changeLanguage: "Byt språk",
    sessionsOf: "Här är de inloggade: {count}",
    browsersOf: "Webbläsare som de har loggat in från: {count}",
    sessions: "Här är du inloggad",
    browsers: "Webbläsare som du har loggat in från",
    noBrowsers: "Inga än.",
    client: { browser: "Webbläsare", app: "App" },
    current: "den du använder nu",
    address: "Adress {address}",
    signedIn: "Inloggad {when}",
    firstUsed: "Användes första gången {when}",
    used: "Användes senast {when}",
    trustedUntil: "Betrodd till {when}: ingen kod efterfrågas",
    endSession: "Avsluta sessionen",
    forgetBrowser: "Glöm webbläsaren",
    signOut: "Logga ut",
    signOutEverywhere: "Logga ut överallt",
    signOutEverywhereHint: "Avslutar alla sessioner, och ingen webbläsare är betrodd längre.",
  },

  settings: {
    title: "Alternativ → Säkerhet",
    breakGlass:
      "Vid serverns konsol öppnades en väg tillbaka för {username} {when}. Om ingen av er gjorde det är någon annan vid er server.",
    off: "Multifaktorautentisering är avstängd: det räcker med ett lösenord för att logga in.",
    confirm: "Bekräfta att det är du för att ändra",
    mode: "Multifaktorautentisering (MFA)",
    modes: {
      off: "Avstängd (rekommenderas inte)",
      email: "Endast e-post",
      app: "Endast app för mobil autentisering",
      either: "E-post och app för mobil autentisering: operatören väljer vid inloggningen",
    },
    neither: "Varken e-post eller app",
    also: "Godtas också",
    days: "Antal dagar innan en kod efterfrågas igen",
    daysHint: "0 till 90, i en webbläsare som operatören litar på. 0: vid varje inloggning.",
    sessionHours: "Timmar tills alla loggar in igen",
    sessionHoursHint: "1 till 720, räknat från inloggningen.",
    idleMinutes: "Minuter utan aktivitet innan en session avslutas",
    idleMinutesHint: "1 till 1 440.",
    effect:
      "Ändringen gäller genast, även för den som redan är inloggad. Den som inte har visat det som då krävs loggar in igen, du också.",
    confirmOff: "Jag förstår att MFA är standardrekommendationen och stänger av det ändå",
    save: "Spara",
    mail: {
      title: "E-post",
      test: "Skicka ett testmeddelande till {to}",
      noAddress: "Testmeddelandet går till din egen adress, och du har ingen än.",
      answer: "Det här hände: {answer}",
      none: "ingen e-postserver är konfigurerad",
      subject: "Testmeddelande från {issuer}",
      hello: "Hej {name},",
      body: "Det här är testmeddelandet som du bad om. Koder via e-post går samma väg.",
      when: "Begärt",
    },
    noMail: "E-postservern svarar inte, så inga koder kan skickas via e-post.",
    mailOnly:
      "Med enbart e-post räcker lösenordet och brevlådan, och den som läser brevlådan kan ha fått lösenordet där. En app är starkare.",
    lockedOut:
      "Operatörer som inte längre skulle kunna logga in ({count}): {names}. De behöver en e-postadress först.",
    everyEngineer: "Ingen systemingenjör skulle längre kunna logga in, så det går inte att spara.",
    understood: "Jag förstår det och ändrar ändå",
  },

  mails: {
    when: "När",
    where: "Från",
    newAddress: {
      subject: "{code} är din kod för {issuer}",
      hello: "Hej {name},",
      text: "Den här adressen ska bli din för {issuer}. Ange den här koden där du bad om den:",
      after: "Den fungerar en gång, inom {time}. Ingen från {issuer} kommer någonsin att be dig om den.",
      notYou: "Om du inte känner till det här behöver du inte göra något: utan koden ändras inget.",
    },
    forgotten: {
      subject: "{code} är din kod för ett nytt lösenord hos {issuer}",
      text: "Ange den här koden för att välja ett nytt lösenord för {issuer}:",
      after:
        "Den fungerar en gång, inom {time}, tillsammans med en kod från din app eller från en systemingenjör. Ingen från {issuer} kommer någonsin att be dig om den.",
      notYou: "Om du inte bad om den behöver du inte göra något: utan en andra kod ändras inget.",
    },
    hello: "Hej {name},",
    notYou:
      "Om det inte var du är någon inne på ditt konto: byt lösenord och kontakta genast en systemingenjör, som kan logga ut dig överallt.",
    notExpected: "Om du inte väntade dig det här, fråga genast din systemingenjör.",
    notifications: {
      enrolled: {
        subject: "Ett nytt sätt att logga in på {issuer}",
        text: "Det här har konfigurerats för ditt konto: {strategy}.",
      },
      replaced: {
        subject: "Ett sätt att logga in på {issuer} har bytts ut",
        text: "Det här har konfigurerats på nytt för ditt konto: {strategy}. Det som fanns tidigare fungerar inte längre.",
      },
      "factor-removed": {
        subject: "Ett sätt att logga in på {issuer} har tagits bort",
        text: "Det här har tagits bort från ditt konto: {strategy}.",
      },
      "password-changed": {
        subject: "Ditt lösenord för {issuer} har bytts",
        text: "Ditt lösenord har bytts. På alla andra ställen är du utloggad.",
      },
      "email-changed": {
        subject: "Din e-postadress för {issuer} har ändrats",
        text: "Från och med nu kommer koder och varningar från {issuer} till den här adressen.",
      },
      recovered: {
        subject: "En återställningskod har använts hos {issuer}",
        text: "En av dina återställningskoder användes efter ditt lösenord för att konfigurera ett nytt andra steg. Den är förbrukad.",
      },
      "browser-trusted": {
        subject: "En webbläsare är betrodd hos {issuer}",
        text: "En webbläsare har blivit betrodd för ditt konto: under en tid efterfrågas ingen kod där.",
      },
      "code-wrong": {
        subject: "En felaktig kod efter ditt lösenord hos {issuer}",
        text: "Någon angav ditt lösenord och sedan en felaktig kod. De kom inte in.",
      },
      closed: {
        subject: "Någon verkar känna till ditt lösenord för {issuer}",
        text: "Så många felaktiga koder angavs efter ditt lösenord att någon annan måste känna till det. Dina egna webbläsare fungerar fortfarande. Byt lösenord nu.",
      },
      reset: {
        subject: "Ditt andra steg för {issuer} har återställts",
        text: "En systemingenjör har tagit bort ditt andra steg och loggat ut dig överallt. Vid nästa inloggning efterfrågas en kod som du får av dem.",
      },
      "picture-shown": {
        subject: "Din QR-kod för {issuer} har visats",
        text: "QR-koden för din autentiseringsapp visades på ditt operatörskort. Den som har sett den kan skapa dina koder.",
      },
      "break-glass": {
        subject: "En väg tillbaka in i {issuer} har öppnats vid servern",
        text: "Vid serverns konsol öppnades en väg tillbaka för {username}: deras andra steg togs bort, och en kod skapades som gäller i 15 minuter.",
      },
    },
    oldAddress: {
      subject: "Din e-postadress för {issuer} har ändrats",
      text: "{issuer} skickar koder och varningar till din nya adress från och med nu, och inget till den här.",
      byEngineer:
        "En systemingenjör för {issuer} har ändrat din e-postadress. Koder och varningar skickas till den nya från och med nu, och inget till den här.",
      notYou:
        "Om det inte var du är någon inne på ditt konto: kontakta genast en systemingenjör, som kan logga ut dig överallt.",
    },
  },

  message: {
    titles: {
      ERR_MFA_NOT_FOUND: "Här finns ingenting",
      ERR_MFA_METHOD: "Här finns ingenting",
      ERR_MFA_FORBIDDEN: "Den här sidan är inte till för dig",
      ERR_MFA_SET_UP: "Redan konfigurerat",
      ERR_MFA_STORAGE: "Inte tillgängligt just nu",
      ERR_MFA_NOT_READY: "Startar",
      ERR_MFA_CLOSED: "Inte tillgängligt just nu",
      ERR_MFA_BUSY: "Upptaget just nu",
      other: "Det gick inte",
    },
    goOn: "Gå till startsidan",
  },

  done: {
    setup: "Systemet är konfigurerat, och du är inloggad.",
    "signed-out": "Du är utloggad.",
    "password-reset": "Ditt lösenord är bytt, och allt som var inloggat är avslutat. Logga in med det nya.",
    enrolled: "Det är konfigurerat. Du kan logga in med det från och med nu.",
    email: "Din e-postadress är ändrad. Den gamla har fått veta det.",
    preferred: "Det erbjuds först från och med nu.",
    password: "Ditt lösenord är bytt, och alla andra sessioner är avslutade.",
    language: "Språket är bytt.",
    settings: "Inställningarna är sparade.",
    "settings-again": "Inställningarna är sparade. De kräver mer än du har visat: logga in igen.",
    mail: "Testmeddelandet är på väg till dig.",
    operator: "Ändringarna är sparade.",
    removed: "Operatören är borttagen.",
    disabled: "De är ute och kan inte logga in.",
    enabled: "De får logga in igen.",
    ended: "Det är avslutat.",
    "strategy-removed": "Det är borttaget och fungerar inte längre.",
    "signed-out-everywhere": "De är utloggade överallt.",
  },

  marks: {
    ERR_MFA_CREDENTIALS: "Kontrollera det här.",
    ERR_MFA_CODE: "Stämmer inte.",
    ERR_MFA_CODE_USED: "Redan använd.",
    ERR_MFA_CODE_EXPIRED: "Gäller inte längre.",
  },

  errors: {
    missing: "Fyll i det här.",
    long: "Det är för långt.",
    characters: "Det innehåller tecken som inte kan användas.",
    address: "Ange en e-postadress, till exempel anna@example.com.",
    taken: "Någon annan har redan det namnet.",
    unknown: "Det finns ingen med det namnet.",
    choice: "Välj ett av alternativen.",
    date: "Ange en dag, till exempel 2026-02-28.",
    days: "Ange ett heltal från 0 till 90.",
    hours: "Ange ett heltal från 1 till 720.",
    handoverHours: "Ange ett helt antal timmar från 1 till 168.",
    minutes: "Ange ett heltal från 1 till 1 440.",
    tick: "Kryssa i det här för att gå vidare.",
    noEngineer: "Den som bad om det här är inte längre systemingenjör.",
    lastStrategy: "Systemet kräver det här. Konfigurera ett annat sätt först.",
    lastEngineer: "Det här är den sista systemingenjören. Utse någon annan först.",
    double: "Det står här två gånger.",
    heading: "Första raden behöver rubriken username (användarnamn).",
    column: "Rubriken är okänd. Kända är användarnamn, namn, e-post och roll.",
    role: "Skriv operatör eller systemingenjör.",
    cells: "Raden har inte lika många kolumner som den första.",
    empty: "Ingen finns med.",
    many: "Högst 20 000 personer åt gången: dela filen här.",
    quotes: "Citattecknen stämmer inte, eller så är det inte CSV.",
  },

  problems: {
    ERR_MFA_CREDENTIALS: "Användarnamnet eller lösenordet stämmer inte. Kontrollera båda och försök igen.",
    ERR_MFA_CODE: "Koden stämmer inte. Kontrollera den och ange den igen.",
    ERR_MFA_CODE_USED: "Koden är redan använd. Varje kod fungerar en gång: vänta på nästa eller be om en ny.",
    ERR_MFA_CODE_EXPIRED: "Koden gäller inte längre. Be om en ny.",
    ERR_MFA_SIGN_IN: "Logga in först.",
    ERR_MFA_STEP_UP: "Det här kräver en ny bekräftelse att det är du.",
    ERR_MFA_BODY: "Det som skickades gick inte att läsa. Gå tillbaka och försök igen.",
    ERR_MFA_TWO_TOKENS: "Begäran innehöll två inloggningar på en gång. Använd en av dem: kakan eller token.",
    ERR_MFA_ORIGIN:
      "Begäran kom inte från den här webbplatsen, så ingenting ändrades. Öppna sidan här och försök igen.",
    ERR_MFA_FORM_TOKEN:
      "Sidan hade varit öppen för länge, eller så är kakor blockerade. Ingenting ändrades: försök igen.",
    ERR_MFA_FORBIDDEN: "Ditt konto får inte göra det här. En systemingenjör kan hjälpa dig.",
    ERR_MFA_PASSWORD_CHANGE: "Ditt lösenord måste bytas innan du kan fortsätta.",
    ERR_MFA_NOT_FOUND: "Adressen kan vara felskriven, eller så har sidan flyttats.",
    ERR_MFA_METHOD: "Adressen kan inte användas på det sättet. Börja om från startsidan.",
    ERR_MFA_TURN: "Det här steget kom i fel ordning eller tog för lång tid. Fortsätt härifrån.",
    ERR_MFA_CONFIRM: "Bekräfta först att det är du och fortsätt sedan.",
    ERR_MFA_SET_UP:
      "Systemet har konfigurerats under tiden. Logga in; om det varken var du eller en kollega, ta reda på vem det var genast.",
    ERR_MFA_CONFLICT:
      "Någon annan har ändrat det här under tiden. Så här är det nu; inget av ditt är sparat än.",
    ERR_MFA_LOCKOUT: "Ingenting är ändrat än: läs varningen nedan.",
    ERR_MFA_LARGE: "Det som skickades är för stort. Korta av det och försök igen.",
    ERR_MFA_MEDIA_TYPE: "Det som skickades är av ett slag som inte tas emot här.",
    ERR_MFA_INPUT: "Något stämmer inte än. Kontrollera det som är markerat och försök igen.",
    ERR_MFA_WAIT:
      "Det blev för många försök på kort tid. Tills väntetiden är över kontrolleras och skickas ingenting.",
    ERR_MFA_FAULT: "Något gick fel hos oss. Försök igen; kontakta en systemingenjör om felet kvarstår.",
    ERR_MFA_MOUNT: "Inloggningen är inte rätt ansluten till webbplatsen. Kontakta en systemingenjör.",
    ERR_MFA_STORAGE:
      "Inloggningsuppgifterna kan inte nås just nu. Ingenting ändrades: försök igen om en stund.",
    ERR_MFA_BUSY: "Många loggar in just nu.",
    ERR_MFA_MAIL:
      "E-postmeddelandet kunde inte skickas. Försök igen om en stund, eller använd ett annat sätt om du har ett.",
    ERR_MFA_MAIL_TEST: "Testmeddelandet kunde inte skickas. Vad e-postservern svarade står nedan.",
    ERR_MFA_NOT_READY: "Systemet startar, och det tar en liten stund.",
    ERR_MFA_CLOSED:
      "Säkerhetsinställningarna kan inte läsas, så ingen släpps in. Kontakta en systemingenjör.",
    ERR_MFA_OPTIONS: "Systemet är inte rätt konfigurerat. Kontakta en systemingenjör.",
    ERR_MFA_ADAPTER: "Systemets lagring är inte rätt konfigurerad. Kontakta en systemingenjör.",
    ERR_MFA_SECRET: "Systemet kan inte öppna sina data. Kontakta en systemingenjör.",
    ERR_MFA_DATA_VERSION: "Systemets data är av en annan version. Kontakta en systemingenjör.",
  },
};
