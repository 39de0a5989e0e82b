const en = {
  name: "Authenticator app",
  about: "A code of six digits from the app on your phone",
  title: "Enter the code from your app",
  prompt: "Open the authenticator app on your phone. Enter the code that it shows for {issuer}.",
  trouble: "Is the code refused?",
  advice:
    "Each code works once: wait until the app shows the next one. The phone's clock must be right: let it set its time automatically. This server's time is {time}.",
  enrol:
    "Open an authenticator app on your phone, such as Microsoft's or Google's, and scan this QR code with it. Then enter the code that the app shows.",
  code: "Code from the app",
  first: "Code from the app now",
  next: "The code after it",
  nextHint:
    "Wait until the app shows another one. From two codes in a row we see whether the phone's clock is wrong.",
  ahead: "The clock of your phone is {time} ahead. Let it set its time automatically, then enter a new code.",
  behind:
    "The clock of your phone is {time} behind. Let it set its time automatically, then enter a new code.",
  qr: "QR code for the authenticator app. The key below says the same.",
  key: "Cannot scan it? Type this key into the app:",
  open: "Open the app on this device",
};

export type TotpWords = Readonly<Record<keyof typeof en, string>>;

const sv: TotpWords = {
  name: "Autentiseringsapp",
  about: "En sexsiffrig kod från appen i din telefon",
  title: "Ange koden från appen",
  prompt: "Öppna autentiseringsappen i telefonen. Ange koden som den visar för {issuer}.",
  trouble: "Godtas inte koden?",
  advice:
    "Varje kod fungerar en gång: vänta tills appen visar nästa. Telefonens klocka måste gå rätt: låt den ställas in automatiskt. Serverns tid är {time}.",
  enrol:
    "Öppna en autentiseringsapp i telefonen, till exempel Microsofts eller Googles, och skanna den här QR-koden med den. Ange sedan koden som appen visar.",
  code: "Kod från appen",
  first: "Koden som appen visar nu",
  next: "Koden efter den",
  nextHint: "Vänta tills appen visar en ny. Av två koder i rad ser vi om telefonens klocka går fel.",
  ahead: "Telefonens klocka går {time} före. Låt den ställas in automatiskt, och ange sedan en ny kod.",
  behind: "Telefonens klocka går {time} efter. Låt den ställas in automatiskt, och ange sedan en ny kod.",
  qr: "QR-kod för autentiseringsappen. Nyckeln nedanför säger samma sak.",
  key: "Går det inte att skanna? Skriv in den här nyckeln i appen:",
  open: "Öppna appen på den här enheten",
};

export const messages = { en, sv };
