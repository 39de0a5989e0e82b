/** How the system is, for engineers. */
export const health = {
  title: "Health",
  levels: { ok: "Good", warning: "Look into it", error: "Broken", unknown: "Not known" },
  clock: {
    name: "Clock",
    off: "No time server is set up, and too few codes from apps were seen: it cannot be checked. This server says {now}; compare that with a phone.",
    failed:
      "No time server answers, so it cannot be checked. This server says {now}; compare that with a phone.",
    byServer: {
      ok: "A time server says that it is right.",
      ahead: "A time server says that this server's clock is {time} ahead.",
      behind: "A time server says that this server's clock is {time} behind.",
    },
    byCodes: {
      ok: "The codes of operators say that it is right.",
      ahead: "The codes of operators say that this server's clock is about {time} ahead.",
      behind: "The codes of operators say that this server's clock is about {time} behind.",
    },
    cure: "Codes from apps will be refused: set the clock right, and let it be kept right by NTP.",
  },
  mail: {
    name: "Mail",
    ok: "The mail server answers.",
    off: "It is not checked whether the mail server answers.",
    failed:
      "The mail server does not answer: no code and no warning can be sent by e-mail. Look at it, and at the option mail.",
  },
  internet: {
    name: "Internet",
    ok: "There is a connection.",
    off: "It is not checked. Codes from apps work without it.",
    failed: "There is no connection. Codes from apps work without it; e-mail may not.",
  },
  storage: {
    name: "Storage",
    ok: "It answers, and takes what is written ({milliseconds} ms).",
    risky: "It answers, but is set so that it may lose what it was given: accounts and second factors too.",
    failed: "Nothing can be written: nobody can sign in. Look at the disk, or the database.",
  },
  withoutEmail: {
    name: "E-mail addresses",
    ok: "Every operator has one.",
    some: "Operators without one: {count}. Codes and warnings do not reach them: give them one under Operators.",
  },
  withoutStrategy: {
    name: "Second steps after the password",
    ok: "Every operator has one.",
    off: "MFA is off: none is asked for.",
    some: "Operators without one that is accepted: {count}. They set one up when they next sign in, or need an e-mail address first.",
  },
  lockedOut: {
    name: "Who cannot sign in",
    ok: "Nobody.",
    some: "Operators whom the policy leaves no way in: {count}. Give them an e-mail address, or reset their second step and hand out the code.",
  },
  engineers: {
    name: "System engineers",
    ok: "There are {count}.",
    one: "There is one only: whoever loses their phone then has nobody to help. Make somebody else one as well.",
  },
} as const;
