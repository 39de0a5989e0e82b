import { expect } from "chai";
import Keyv from "keyv";
import { createMfa, MfaError, type MfaOptions } from "../../lib/index.js";
import { memory } from "../../storage/memory.js";
import { emailOtp, password, totp } from "../../strategies/index.js";

const good = {
  issuer: "Net2",
  url: "https://net2.example.com/mfa",
  secret: "s".repeat(32),
  storage: memory(),
  mail: { smtp: "smtp://127.0.0.1:2525", from: "net2@example.com" },
  strategies: [password(), emailOtp(), totp()],
};

/** Options as a host in JavaScript might give them. */
type Given = Readonly<Record<string, unknown>>;

function refusal(change: Given): MfaError {
  try {
    createMfa({ ...good, ...change } as unknown as MfaOptions);
  } catch (error) {
    if (error instanceof MfaError) return error;
    throw error;
  }
  throw new Error(`Taken: ${JSON.stringify(change)}`);
}

describe("the options of createMfa", () => {
  it("are taken when they fit, and undefined is the same as left out", () => {
    createMfa(good);
    createMfa({
      ...good,
      singleProcess: undefined,
      initialPolicy: undefined,
      session: undefined,
      staleness: undefined,
      sameOrigin: undefined,
      insecure: undefined,
      mailer: undefined,
      clock: undefined,
      random: undefined,
    });
    createMfa({ ...good, mail: undefined, session: { absolute: undefined, idle: 60 } });
    createMfa({ ...good, mail: { smtp: undefined, from: "net2@example.com" } });
  });

  const misspelt: readonly (readonly [change: Given, ...said: string[]])[] = [
    [{ isuer: "x" }, '"isuer"', 'did you mean "issuer"?'],
    [{ Secret: "x" }, '"Secret"', 'did you mean "secret"?'],
    [{ stratgies: [] }, '"stratgies"', 'did you mean "strategies"?'],
    [{ sameorigin: false }, '"sameorigin"', 'did you mean "sameOrigin"?'],
    [{ somethingElse: 1 }, '"somethingElse"', "known are issuer, url"],
    [{ session: { idel: 60 } }, '"idel"', 'did you mean "idle"?'],
    [{ mail: { ...good.mail, form: "x" } }, '"form"', 'did you mean "from"?'],
    [{ initialPolicy: { mod: "app" } }, '"mod"', 'did you mean "mode"?'],
  ];
  for (const [change, ...said] of misspelt) {
    it(`are refused when one is unknown, with what was probably meant: ${JSON.stringify(change)}`, () => {
      const error = refusal(change);
      expect(error.code).to.equal("ERR_MFA_OPTIONS");
      for (const words of said) expect(error.message).to.include(words);
    });
  }

  const wrong: readonly (readonly [what: string, change: Given, said: RegExp])[] = [
    ["no issuer", { issuer: undefined }, /"issuer"/],
    ["an empty issuer", { issuer: " " }, /"issuer"/],
    ["an issuer with a line break", { issuer: "Net2\nBcc: x" }, /"issuer"/],
    ["an issuer of 65 characters", { issuer: "x".repeat(65) }, /"issuer"/],
    ["no url", { url: undefined }, /"url"/],
    ["no url in the list", { url: [] }, /"url"/],
    ["a path as url", { url: "/mfa" }, /"url".*"\/mfa" is not a URL/],
    ["http in the open", { url: "http://net2.example.com/mfa" }, /"url".*"http:\/\/net2.*clear.*insecure/],
    ["ftp", { url: "ftp://net2.example.com/mfa" }, /"url".*neither https nor http/],
    ["a url with a query", { url: "https://net2.example.com/mfa?x" }, /"url".*origin and path only/],
    ["a url with a password", { url: "https://a:b@net2.example.com/mfa" }, /"url".*origin and path only/],
    [
      "two paths for one router",
      { url: ["https://a.example.com/mfa", "https://b.example.com/login"] },
      /"url".*one path.*"\/mfa".*"\/login"/,
    ],
    [
      "one bad url of two",
      { url: ["https://net2.example.com/mfa", "http://net2/mfa"] },
      /"url".*"http:\/\/net2\/mfa"/,
    ],
    ["no secret", { secret: undefined }, /"secret" is missing.*openssl/],
    ["a short secret", { secret: "s".repeat(31) }, /"secret" has fewer than 32 bytes/],
    ["a short secret behind a good one", { secret: ["s".repeat(32), "short"] }, /"secret" has fewer than 32/],
    ["no secret in the list", { secret: [] }, /"secret"/],
    ["a number as secret", { secret: 1 }, /"secret"/],
    ["no storage", { storage: undefined }, /"storage"/],
    ["a path as storage", { storage: "net2.sqlite" }, /"storage" must be sqlite\("file"\)/],
    ["no strategies", { strategies: undefined }, /"strategies"/],
    ["an empty list of strategies", { strategies: [] }, /"strategies"/],
    ["no first stage", { strategies: [totp()] }, /"strategies" needs one.*has 0/],
    [
      "two of the first stage",
      { strategies: [password(), { ...password(), id: "pin" }] },
      /"strategies".*has 2/,
    ],
    ["a strategy twice", { strategies: [password(), totp(), totp()] }, /"strategies" "totp" is there twice/],
    [
      "a strategy that asks for nothing",
      { strategies: [password(), { ...totp(), id: "push", fields: [] }] },
      /"strategies".*"push" has no field/,
    ],
    ["a factory that was not called", { strategies: [password, totp] }, /"strategies".*not called/],
    [
      "an id that is no id",
      { strategies: [password(), { ...totp(), id: "My App" }] },
      /"strategies".*"My App"/,
    ],
    ["a mode that there is not", { initialPolicy: "sms" }, /"initialPolicy".*"sms" is none of off, email/],
    [
      "a mode that is not installed",
      { strategies: [password(), totp()], initialPolicy: "email" },
      /"initialPolicy".*"email-otp".*installed are totp/,
    ],
    [
      "a policy with an unknown strategy",
      { initialPolicy: { strategies: ["topt"] } },
      /"initialPolicy".*"topt"/,
    ],
    [
      "a policy of mode and strategies",
      { initialPolicy: { mode: "app", strategies: ["totp"] } },
      /"initialPolicy".*not both/,
    ],
    ["a policy of nothing", { initialPolicy: {} }, /"initialPolicy" needs "mode" or "strategies"/],
    [
      "mail and mailer",
      { mailer: { send: async () => {}, verify: async () => {}, close() {} } },
      /"mailer" contradicts "mail"/,
    ],
    ["a sender that is no address", { mail: { smtp: "smtp://x", from: "nobody" } }, /from/],
    ["a mail server that is no URL", { mail: { smtp: "x", from: "a@example.com" } }, /smtp/],
    ["a session that is too short", { session: { idle: 59 } }, /"session.idle" must be seconds from 60/],
    ["a session that is too long", { session: { absolute: 2_592_001 } }, /"session.absolute"/],
    ["a session of NaN", { session: { idle: Number.NaN } }, /"session.idle"/],
    ["a session of text", { session: { idle: "60" } }, /"session.idle"/],
    ["a staleness of a day", { staleness: 86_400 }, /"staleness"/],
    ["a negative staleness", { staleness: -1 }, /"staleness"/],
    ["a text as switch", { insecure: "yes" }, /"insecure" must be true or false/],
    ["a number as switch", { sameOrigin: 0 }, /"sameOrigin"/],
    ["a clock that is none", { clock: 5 }, /"clock"/],
    ["a random that is none", { random: Math.random }, /"random"/],
    ["a mailer that is none", { mail: undefined, mailer: {} }, /"mailer"/],
  ];
  for (const [what, change, said] of wrong) {
    it(`are refused by name: ${what}`, () => {
      const error = refusal(change);
      expect(error.code).to.be.oneOf(["ERR_MFA_OPTIONS", "ERR_MFA_ADAPTER"]);
      expect(error.message).to.match(said);
    });
  }

  it("are refused when there are none at all", () => {
    for (const none of [undefined, null, "x", []]) {
      expect(() => createMfa(none as unknown as MfaOptions)).to.throw(MfaError, "must be an object");
    }
  });

  for (const days of [
    -1,
    91,
    1.5,
    "",
    "7",
    "7 ",
    "1e1",
    Number.NaN,
    Number.POSITIVE_INFINITY,
    [7],
    {},
    null,
    true,
  ]) {
    it(`take no such number of days: ${JSON.stringify(days)} (${typeof days})`, async () => {
      const error = refusal({ initialPolicy: { mode: "app", reauthDays: days } });
      expect(error.message).to.include("reauthDays: must be a whole number of days from 0 to 90");
      const mfa = createMfa({ ...good, storage: memory(), initialPolicy: "app" });
      await mfa.ready();
      try {
        const change = mfa.policy.change({ reauthDays: days as number });
        expect(await change.then(String, (thrown: MfaError) => thrown.code)).to.equal("ERR_MFA_INPUT");
        expect((await mfa.policy.read()).reauthDays).to.equal(0);
      } finally {
        await mfa.close();
      }
    });
  }

  it("take whole days from 0 to 90", () => {
    for (const reauthDays of [0, 1, 89, 90]) {
      createMfa({ ...good, initialPolicy: { mode: "either", reauthDays } });
    }
  });

  it("take http on this machine, and anywhere when the host insists", () => {
    for (const name of ["localhost:3000", "127.0.0.1:8080", "[::1]:1"])
      createMfa({ ...good, url: `http://${name}/mfa` });
    createMfa({ ...good, url: "http://net2.lan/mfa", insecure: true });
  });

  it("take a Keyv instance that is known, and another adapter only for one process", () => {
    createMfa({ ...good, storage: new Keyv() });
    const adapter = {
      get: async () => undefined,
      set: async () => true,
      delete: async () => true,
      clear: async () => {},
      async *iterator() {},
    };
    const strange = new Keyv({ store: adapter as never });
    expect(refusal({ storage: strange }).message).to.include("singleProcess: true");
    createMfa({ ...good, storage: strange, singleProcess: true });
  });
});

describe("what protect() asks for", () => {
  const mfa = createMfa(good);
  const given = (need: unknown) => () => mfa.protect(need as never);

  it("is refused by name at start, not at the door", () => {
    expect(given({ maxage: 300 })).to.throw(MfaError, 'unknown option "maxage"; did you mean "maxAge"?');
    expect(given({ anyOf: ["topt"] })).to.throw(MfaError, '"topt"; did you mean "totp"?');
    expect(given({ anyOf: [] })).to.throw(MfaError, '"anyOf"');
    expect(given({ anyOf: "totp" })).to.throw(MfaError, '"anyOf"');
    for (const maxAge of [-1, 1.5, "300", Number.NaN, 86_401, null]) {
      expect(given({ maxAge }), String(maxAge)).to.throw(MfaError, '"maxAge" must be whole seconds');
    }
    for (const need of [null, 5, "x", []]) expect(given(need)).to.throw(MfaError);
  });

  it("is taken when it fits, and undefined is left out", () => {
    mfa.protect();
    mfa.protect({});
    mfa.protect({ maxAge: 0 });
    mfa.protect({ maxAge: 86_400, anyOf: ["totp", "email-otp"] });
    mfa.protect({ maxAge: undefined } as never);
  });

  it("goes for strategy() and authenticate() too", () => {
    expect(() => mfa.strategy("topt" as never)).to.throw(MfaError, 'did you mean "totp"?');
    expect(() => mfa.authenticate("sms" as never)).to.throw(MfaError, '"sms"');
  });
});
