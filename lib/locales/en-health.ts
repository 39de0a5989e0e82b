/** How the system does: each check says what is so, and what to do. */
export const health = {
  title: "Health",
  show: "Show how the system does",
  levels: { ok: "✓ In order", warning: "! Look at this", error: "✕ Mend this", unknown: "– Not checked" },
  checks: {
    clock: {
      name: "Clock of this server",
      right: "It is in step with internet time, to {seconds} s.",
      slow: "It is {seconds} s behind internet time, so codes from apps are refused or soon will be. Set the server to take its time from the internet or from your network.",
      fast: "It is {seconds} s ahead of internet time, so codes from apps are refused or soon will be. Set the server to take its time from the internet or from your network.",
      rightByPhones: "It is in step with the phones of the operators, to {seconds} s.",
      slowByPhones:
        "It is {seconds} s behind the phones of the operators. Set the server to take its time from the internet or from your network.",
      fastByPhones:
        "It is {seconds} s ahead of the phones of the operators. Set the server to take its time from the internet or from your network.",
      silent:
        "No time server answered, so nobody knows whether it is right. Check the connection, and compare it with a clock that you trust.",
      unasked:
        "No time server is named in the options, so nobody knows whether it is right. Codes from apps need it to be: compare it with a clock that you trust.",
    },
    mail: {
      name: "Mail server",
      answers: "It answers, so codes and warnings can be sent.",
      silent:
        "It does not answer, so no code can be sent by e-mail. Check its address, user and password, and the connection.",
      notTheInternet:
        "There is internet, but the mail server does not answer, so no code can be sent by e-mail. Check its address, user and password, and the firewall.",
      none: "None is set up, so no code and no warning can be sent by e-mail.",
      unasked: "The options say not to ask it. A test mail shows whether it works.",
    },
    internet: {
      name: "Internet",
      answers: "It can be reached.",
      silent: "It cannot be reached. Codes from an app work without it; most mail servers do not.",
      unasked: "The options name nobody to ask, so nothing is sent out.",
    },
    storage: {
      name: "Storage",
      answers: "A change is saved in {milliseconds} ms.",
      slow: "A change takes {milliseconds} ms to save, so signing in is slow. Look at the disk or the database.",
      fails:
        "A change could not be saved, so nobody can sign in. Look at the disk or the database, and at the log.",
    },
    addresses: {
      name: "E-mail addresses",
      all: "Every operator has one.",
      some: "Operators without one ({count}): {names}. They get no codes and no warnings: add their addresses.",
    },
    factors: {
      name: "Second factors",
      all: "Every operator has one that is accepted.",
      some: "Operators without one that is accepted ({count}): {names}. They have to set one up before they get in, or need help with it.",
      off: "MFA is off: a password alone lets anybody in. Turn it on with a mode.",
    },
    engineers: {
      name: "System engineers",
      several: "There are {count}, so one can help the other.",
      one: "There is only one. If that phone is lost nobody can help: make somebody else one too.",
    },
  },
} as const;
