import type { NotificationType } from "../contract/index.js";
import type { ErrorCode } from "../errors/codes.js";
import { audit } from "./en-audit.js";
import { health } from "./en-health.js";
import { operators } from "./en-operators.js";
import { serviceKeys } from "./en-service-keys.js";
import { invitation, setup } from "./en-setup.js";

/**
 * The words of core's own pages and problems. A strategy brings its own (`Strategy.messages`).
 * `{name}` and the like are filled in. Lengths of time and dates are written by `Intl`, in the page's language.
 */
export const en = {
  page: {
    /** Before the title of a page that says what went wrong (WCAG 3.3.1). */
    error: "Error: {title}",
    /** After the title, so that a tab says whose page it is. */
    title: "{title} – {issuer}",
    signedInAs: "Signed in as {name}",
    signingInAs: "Signing in as {name}",
    tryAgain: "Try again {when}.",
    repeat: "What you were about to do was not done. Do it once more when you are back on the page.",
    /** In place of it when the wait has run down, where scripts run. */
    tryNow: "You can try again now.",
    show: "Show",
    hide: "Hide",
    copy: "Copy",
    copied: "Copied",
    download: "Save as a file",
    print: "Print",
    /** How long a new password is, while it is typed. */
    missing: "Characters still missing: {count}",
    enough: "Long enough.",
    /** What a browser or app is called: "Firefox on Windows". */
    client: "{browser} on {system}",
  },

  setup,
  invitation,
  operators,
  audit,
  health,
  serviceKeys,

  signIn: {
    title: "Sign in",
    username: "User name",
    submit: "Sign in",
    first: "First time here? Use the code from your system engineer",
    forgot: "Forgotten your password?",
    forgotten:
      "Forgotten your user name, or lost your phone without a recovery code? A system engineer can help you.",
  },

  /** A forgotten password. Nothing here tells which names exist. */
  forgot: {
    title: "A new password",
    text: "A code is sent to your e-mail address. Beside it you need a code from your authenticator app, or one that a system engineer hands over: a mailbox alone opens nothing.",
    submit: "Send the code",
    sent: "If somebody goes by the name {username} here, a code was sent to their e-mail address. It works once, for ten minutes.",
    code: "Code from the e-mail",
    second: "Code from your authenticator app, or handover code",
    secondHint: "Six digits, or sixteen letters and digits.",
    finish: "Set the new password",
    help: "No app, or no e-mail address? A system engineer can help you.",
    back: "Back to the sign-in",
  },

  /** Headings and sentences by the reason why a code is asked for. */
  purpose: {
    "sign-in": {
      choose: "Choose how to confirm that it is you",
      challenge: "Confirm that it is you",
      text: "",
    },
    "step-up": {
      choose: "Confirm that it is you",
      challenge: "Confirm that it is you",
      text: "You are signed in. What comes next needs a fresh confirmation.",
    },
    enrol: {
      choose: "Confirm that it is you",
      challenge: "Confirm that it is you",
      text: "This comes first, so that nobody else can add a way to sign in to your account.",
    },
  },

  choose: {
    enrol: "Set up: {name}",
  },

  challenge: {
    start: "Start",
    expires: "It works for {time}.",
    trust: "Trust this browser for {time}",
    trustHint: "No code is asked for here in that time. Leave this unticked on a computer that others use.",
    submit: "Continue",
    /** Where scripts run: the form goes off by itself. */
    bySelf: "It is sent by itself after the last digit.",
    again: "Send another code",
    againIn: "You can ask for another code {when}.",
    againNow: "You can ask for another code now.",
    others: "Other ways",
    /** Where there are none, a recovery code neither. */
    lost: "Is it lost, or does it not work? A system engineer can reset your second step.",
    cancel: "Cancel and sign out",
    back: "Not now",
  },

  enrol: {
    title: "Set up a second step",
    titleOf: "Set up: {name}",
    text: "This system asks for more than a password. Setting it up takes about a minute.",
    nothing: "There is nothing that you can set up yourself. Please ask a system engineer.",
    confirmTitle: "Confirm that it is you first",
    confirmText:
      "Before a new way to sign in is added, please confirm with: {name}. So nobody who has only your password can add theirs.",
    confirmStart: "Confirm with: {name}",
    engineerTitle: "A code from a system engineer is needed",
    engineerText:
      "There is no other way to be sure that it is you. Please ask a system engineer for a handover code, and sign in again with it.",
    handoverTitle: "Enter your handover code",
    handoverText:
      "A system engineer has reset your second step, and has a code for you. With it you set up a new one.",
    handoverCode: "Handover code",
    handoverCodeHint: "16 letters and digits, such as 7K3D-9MXQ-2HTP-W4CN.",
    handoverSubmit: "Continue",
    recovers: "Your code was right, and is used up. What you set up now takes the place of what you lost.",
    submit: "Finish",
  },

  /** A recovery code was right, and the second factor is the mailbox. */
  newEmail: {
    title: "Enter a new e-mail address",
    text: "Your recovery code was right, and is used up. Codes go to your new address from now on, and the old one is told.",
  },

  signedIn: {
    title: "You are signed in",
    goOn: "Continue",
    /** Where nobody was going anywhere: to the host's own pages. */
    home: "Go to {issuer}",
    card: "Your operator card",
    settings: "Options → Security",
    operators: "Operators",
    audit: "Audit",
    health: "Health",
    serviceKeys: "Service keys",
    more: "More pages",
    passwordChange:
      "Somebody else seems to know your password: there were many wrong codes after the right password. Please change it now.",
    changePassword: "Change your password",
  },

  card: {
    title: "Operator card",
    you: "You",
    username: "User name",
    name: "Name",
    email: "E-mail address",
    noEmail: "None.",
    newEmail: "New e-mail address",
    newEmailHint: "A code is sent to it. Until you have entered that code here, nothing changes.",
    changeEmail: "Send the code",
    emailSent: "A code was sent to {to}. It works for {time}.",
    emailCode: "Code from that mail",
    confirmEmail: "Change the address",
    confirmForEmail: "Confirm that it is you, to change your e-mail address",
    preferred: "Offered first",
    preferredHint: "What you used last is offered first the next time.",
    changePreferred: "Offer it first",
    role: "Role",
    roles: { operator: "Operator", engineer: "System engineer" },
    strategies: "Ways to sign in",
    since: "Set up on {when}",
    left: "{count} left",
    fewLeft: "Only {count} left. Make new ones before they run out.",
    noneLeft: "None left. Make new ones now.",
    enrolled: "Ready to use",
    notEnrolled: "Not set up",
    enrol: "Set up: {name}",
    replace: "Replace: {name}",
    remove: "Remove: {name}",
    another: "Add another: {name}",
    credentialName: "Name",
    rename: "Rename",
    picture: "{name}: the picture that adds it to another device of yours",
    showPicture: "Show the QR code",
    pictureHint: "Show it to nobody: whoever has it can make your codes.",
    confirmForPicture: "Confirm that it is you, to see the QR code",
    password: "Change your password",
    newPassword: "New password",
    changePassword: "Change password",
    confirmForPassword: "Confirm that it is you, to change your password",
    language: "Language",
    languageLabel: "Language of pages and mails",
    languageOfBrowser: "As the browser says",
    changeLanguage: "Change language",
    sessionsOf: "Where they are signed in: {count}",
    browsersOf: "Browsers and apps that know them: {count}",
    sessions: "Where you are signed in",
    sessionsHint: "Open right now. If you do not know one of them, end it and change your password.",
    browsers: "Browsers and apps that know you",
    browsersHint:
      "Signed out or not. A stranger who guesses passwords does not keep you out there. Forget those that you no longer use.",
    noBrowsers: "None yet.",
    client: { browser: "Browser", app: "App" },
    current: "this one",
    address: "Address {address}",
    signedIn: "Signed in on {when}",
    firstUsed: "First used on {when}",
    used: "Last used on {when}",
    trustedUntil: "Trusted until {when}: no code is asked for",
    endSession: "End this session",
    forgetBrowser: "Forget it",
    signOut: "Sign out",
    signOutEverywhere: "Sign out everywhere",
    signOutEverywhereHint: "Ends every session, and no browser or app is trusted any longer.",
  },

  settings: {
    title: "Options → Security",
    breakGlass:
      "At the server's console a way back was opened for {username} on {when}. If nobody of you did it, somebody else is at your server.",
    off: "Multi-factor authentication is off: a password alone is enough to sign in.",
    confirm: "Confirm that it is you, to change this",
    mode: "Multi-factor authentication",
    modes: {
      off: "Off (not recommended)",
      email: "E-mail only",
      app: "Authenticator app only",
      either: "E-mail and app: operators pick when they sign in",
    },
    /** In place of "off" where there is more to tick. */
    neither: "Neither e-mail nor app",
    also: "Accepted as well",
    passwordless: "Enough by itself, without a password: {names}",
    passwordlessHint:
      "Only where the device itself has checked a fingerprint, a face or a PIN: that is two factors in one step.",
    days: "Days before a code is asked for again",
    daysHint: "0 to 90, in a browser that the operator trusts. 0: at each sign-in.",
    sessionHours: "Hours until everybody signs in again",
    sessionHoursHint: "1 to 720, counted from the sign-in.",
    idleMinutes: "Minutes without a click until a session ends",
    idleMinutesHint: "1 to 1,440.",
    effect:
      "It takes effect at once, for whoever is signed in as well. Who has not shown what is asked for then signs in again, you too.",
    confirmOff: "I understand that MFA is the recommended default, and turn it off all the same",
    save: "Save",
    mail: {
      title: "Mail",
      test: "Send a test mail to {to}",
      noAddress: "A test mail goes to your own address, and you have none yet.",
      answer: "What happened: {answer}",
      none: "no mail server is set up",
      subject: "Test mail from {issuer}",
      hello: "Hello {name},",
      body: "This is the test mail that you asked for. Codes by e-mail go the same way.",
      when: "Asked for",
    },
    noMail: "The mail server does not answer, so no code can be sent by e-mail.",
    /** What a mailbox is worth. */
    mailOnly:
      "With e-mail only, a password and the mailbox are all that it takes; and who reads the mailbox may have got the password there. An app is stronger.",
    lockedOut:
      "Operators who could not sign in any more ({count}): {names}. They need an e-mail address first.",
    everyEngineer: "No system engineer could sign in any more, so this cannot be saved.",
    understood: "I understand this, and change it all the same",
  },

  /** Mails of core's own. A strategy brings the words of its mails. */
  mails: {
    when: "When",
    where: "From",
    left: "Codes left",
    credential: "Its name",
    newAddress: {
      subject: "{code} is your code for {issuer}",
      hello: "Hello {name},",
      text: "This address is to be yours for {issuer}. Enter this code where you asked for it:",
      after: "It works once, within {time}. Nobody from {issuer} will ever ask you for it.",
      notYou: "If you know nothing of this, do nothing: without the code nothing changes.",
    },
    forgotten: {
      subject: "{code} is your code for a new password at {issuer}",
      text: "Enter this code to choose a new password for {issuer}:",
      after:
        "It works once, within {time}, together with a code from your app or from a system engineer. Nobody from {issuer} will ever ask you for it.",
      notYou: "If you did not ask for it, do nothing: without a second code nothing changes.",
    },
    hello: "Hello {name},",
    notYou:
      "If that was not you, somebody is in your account: change your password, and tell a system engineer at once, who can sign you out everywhere.",
    notExpected: "If you did not expect this, ask your system engineer about it at once.",
    /** What happened to an account, to its owner. No links: who learns to click one will click a stranger's. */
    notifications: {
      enrolled: {
        subject: "A new way to sign in to {issuer}",
        text: "This was set up for your account: {strategy}.",
      },
      replaced: {
        subject: "A way to sign in to {issuer} was replaced",
        text: "This was set up anew for your account: {strategy}. What was there before no longer works.",
      },
      "factor-removed": {
        subject: "A way to sign in to {issuer} was removed",
        text: "This was removed from your account: {strategy}.",
      },
      "password-changed": {
        subject: "Your password for {issuer} was changed",
        text: "Your password was changed. Everywhere else you are signed out.",
      },
      "email-changed": {
        subject: "Your e-mail address for {issuer} was changed",
        text: "From now on codes and warnings of {issuer} come to this address.",
      },
      recovered: {
        subject: "A recovery code was used at {issuer}",
        text: "One of your recovery codes was used after your password, to set up a new second step. It is used up.",
      },
      "browser-trusted": {
        subject: "A browser or an app is trusted at {issuer}",
        text: "A browser or an app was trusted with your account: for a time no code is asked for there.",
      },
      "token-old": {
        subject: "A browser or an app is no longer trusted at {issuer}",
        text: "After your password somebody sent an old copy of what makes a browser or an app of yours known. It may have been taken from there, so that one is not trusted any more, and is signed out.",
      },
      "code-wrong": {
        subject: "A wrong code after your password at {issuer}",
        text: "Somebody entered your password, and then a wrong code. They did not get in.",
      },
      copied: {
        subject: "Somebody may have a copy of a key of yours for {issuer}",
        text: "Somebody tried to sign in with what looks like a copy of this: {strategy}. They did not get in. Remove it on your operator card, and set up a new one.",
      },
      closed: {
        subject: "Somebody seems to know your password for {issuer}",
        text: "There were so many wrong codes after your password that it must be known to somebody else. Your own browsers still work. Change your password now.",
      },
      reset: {
        subject: "Your second step for {issuer} was reset",
        text: "A system engineer has taken away your second step and signed you out everywhere. At your next sign-in you are asked for a code that they give you.",
      },
      "picture-shown": {
        subject: "Your QR code for {issuer} was shown",
        text: "The QR code of your authenticator app was shown on your operator card. Whoever has seen it can make your codes.",
      },
      "break-glass": {
        subject: "A way back into {issuer} was opened at the server",
        text: "At the console of the server a way back was opened for {username}: their second step was taken away, and a code was made that is good for 15 minutes.",
      },
    } satisfies Record<NotificationType, { readonly subject: string; readonly text: string }>,
    oldAddress: {
      subject: "Your e-mail address for {issuer} was changed",
      text: "{issuer} sends codes and warnings to your new address from now on, and nothing to this one.",
      byEngineer:
        "A system engineer of {issuer} changed your e-mail address. From now on codes and warnings go to the new one, and nothing to this one.",
      notYou:
        "If that was not you, somebody is in your account: tell a system engineer at once, who can sign you out everywhere.",
    },
  },

  message: {
    /** The heading of a page that has nothing else to show. */
    titles: {
      ERR_MFA_NOT_FOUND: "There is nothing here",
      ERR_MFA_METHOD: "There is nothing here",
      ERR_MFA_APP_VERSION: "The app is too old",
      ERR_MFA_FORBIDDEN: "This page is not for you",
      ERR_MFA_SET_UP: "Set up already",
      ERR_MFA_STORAGE: "Not available right now",
      ERR_MFA_NOT_READY: "Starting",
      ERR_MFA_CLOSED: "Not available right now",
      ERR_MFA_BUSY: "Busy right now",
      other: "That did not work",
    },
    goOn: "Go to the start page",
  },

  /** What went well, on the page that comes after it. */
  done: {
    setup: "The system is set up, and you are signed in.",
    "signed-out": "You are signed out.",
    "password-reset":
      "Your password is a new one, and everything that was signed in has ended. Sign in with it.",
    enrolled: "It is set up. You can sign in with it from now on.",
    email: "Your e-mail address is changed. The old one was told.",
    preferred: "It is offered first from now on.",
    password: "Your password is changed, and every other session has ended.",
    language: "The language is changed.",
    settings: "The settings are saved.",
    "settings-again": "The settings are saved. They ask for more than you have shown: sign in again.",
    mail: "The test mail is on its way to you.",
    operator: "The changes are saved.",
    removed: "The operator is deleted.",
    disabled: "They are out, and cannot sign in.",
    enabled: "They may sign in again.",
    ended: "It is ended.",
    renamed: "It has its new name.",
    "strategy-removed": "It is removed, and no longer works.",
    "signed-out-everywhere": "They are signed out everywhere.",
  },

  /** Beside a field whose answer was wrong; the sentence is in the summary. The same at a name and at a password. */
  marks: {
    ERR_MFA_CREDENTIALS: "Check this.",
    ERR_MFA_CODE: "Not right.",
    ERR_MFA_CODE_USED: "Used already.",
    ERR_MFA_CODE_EXPIRED: "No longer good.",
  },

  /** What is wrong with one field, said beside it. */
  errors: {
    missing: "Fill this in.",
    long: "This is too long.",
    characters: "It has characters that cannot be used.",
    version: "Up to four numbers with points between them, such as 4.0.",
    address: "Enter an e-mail address, such as anna@example.com.",
    taken: "Somebody else has this name already.",
    unknown: "There is nobody of that name.",
    choice: "Choose one of these.",
    notAccepted: "Tick first, above, a way to sign in that can do this.",
    date: "Enter a day such as 2026-02-28.",
    days: "Enter a whole number from 0 to 90.",
    hours: "Enter a whole number from 1 to 720.",
    handoverHours: "Enter a whole number of hours from 1 to 168.",
    minutes: "Enter a whole number from 1 to 1,440.",
    tick: "Tick this to go on.",
    noEngineer: "Whoever asked for this is no system engineer any more.",
    lastStrategy: "The system asks for this. Set up another way first.",
    lastEngineer: "This is the last system engineer. Make somebody else one first.",
    double: "It stands here twice.",
    heading: "The first line needs the heading username.",
    column: "This heading is not known. Known are username, name, email and role.",
    role: "Write operator or engineer.",
    cells: "It has fewer or more columns than the first line.",
    empty: "Nobody is in it.",
    manyWords: "At most 20.",
    scope: "Each is a word without spaces, such as events:read.",
    network: "Each is an address such as 192.0.2.7 or a network such as 192.0.2.0/24.",
    keyDays: "Enter a whole number of days from 1 to 365.",
    keyTaken: "Another key has this name.",
    manyKeys: "There are 100 keys: end one first.",
    many: "At most 20,000 people at once: split the file here.",
    quotes: "The quotation marks do not fit, or it is no CSV.",
  },

  /** What happened and what to do. Nothing that helps a stranger to find out who is known here. */
  problems: {
    ERR_MFA_CREDENTIALS: "The user name or the password is not right. Check both and try again.",
    ERR_MFA_CODE: "That code is not right. Check it and enter it again.",
    ERR_MFA_CODE_USED:
      "That code was used already. Each code works once: wait for the next one, or ask for another.",
    ERR_MFA_CODE_EXPIRED: "That code is no longer good. Ask for another one.",
    ERR_MFA_SIGN_IN: "Please sign in first.",
    ERR_MFA_STEP_UP: "This needs a fresh confirmation that it is you.",
    ERR_MFA_BODY: "What was sent could not be read. Go back and try again.",
    ERR_MFA_TWO_TOKENS: "The request came with two sign-ins at once. Use one: the cookie or the token.",
    ERR_MFA_ORIGIN:
      "The request did not come from this site, so nothing was changed. Open the page here and try again.",
    ERR_MFA_FORM_TOKEN:
      "The page had been open for too long, or cookies are blocked. Nothing was changed: try again.",
    ERR_MFA_APP_VERSION: "This app is too old. Update it, and sign in again.",
    ERR_MFA_FORBIDDEN: "Your account is not allowed to do this. A system engineer can help.",
    ERR_MFA_SCOPE: "This service key is not for this.",
    ERR_MFA_ADDRESS: "This service key is not for this address.",
    ERR_MFA_PASSWORD_CHANGE: "Your password has to be changed before you can go on.",
    ERR_MFA_NOT_FOUND: "The address may be mistyped, or the page has moved.",
    ERR_MFA_METHOD: "This address cannot be used in that way. Start again from the start page.",
    ERR_MFA_TURN: "This step came out of turn, or took too long. Go on from here.",
    ERR_MFA_CONFIRM: "Confirm that it is you first, then go on.",
    ERR_MFA_SET_UP:
      "This system was set up meanwhile. Sign in; and if that was neither you nor a colleague, look into it at once.",
    ERR_MFA_CONFLICT:
      "Somebody else changed this meanwhile. This is how it is now; nothing of yours was saved yet.",
    ERR_MFA_DIRECTORY:
      "Operators are kept in another system here. They are added, changed and taken out there.",
    ERR_MFA_LOCKOUT: "Nothing was changed yet: please read the warning below.",
    ERR_MFA_LARGE: "What was sent is too large. Shorten it and try again.",
    ERR_MFA_MEDIA_TYPE: "What was sent is of a kind that is not taken here.",
    ERR_MFA_INPUT: "Something does not fit yet. Check what is marked and try again.",
    ERR_MFA_WAIT:
      "There were too many tries in a short time. Until the wait is over, nothing is checked or sent.",
    ERR_MFA_FAULT: "Something went wrong on our side. Try again; if it stays, tell a system engineer.",
    ERR_MFA_MOUNT: "The sign-in is not connected rightly to this site. Tell a system engineer.",
    ERR_MFA_STORAGE:
      "The sign-in data cannot be reached right now. Nothing was changed: try again in a moment.",
    ERR_MFA_BUSY: "Many people are signing in right now.",
    ERR_MFA_MAIL: "The code could not be sent. Try again in a moment, or use another way if you have one.",
    ERR_MFA_MAIL_TEST: "The test mail could not be sent. What the mail server answered stands below.",
    ERR_MFA_NOT_READY: "The system is starting, which takes a moment.",
    ERR_MFA_CLOSED: "The security settings cannot be read, so nobody is let in. Tell a system engineer.",
    ERR_MFA_OPTIONS: "The system is not configured rightly. Tell a system engineer.",
    ERR_MFA_ADAPTER: "The system's storage is not configured rightly. Tell a system engineer.",
    ERR_MFA_SECRET: "The system cannot open its data. Tell a system engineer.",
    ERR_MFA_DATA_VERSION: "The system's data is of another version. Tell a system engineer.",
  } satisfies Record<ErrorCode, string>,
} as const;
