import { expect } from "chai";
import { MfaError } from "../../lib/errors/index.js";
import { createLanguages, en, languageName, sv, type Translation } from "../../lib/locales/index.js";
import { emailOtp, password, totp } from "../../strategies/index.js";

const installed = new Map(
  [password(), emailOtp(), totp()].map((strategy) => [strategy.id, strategy] as const),
);
const languages = createLanguages(installed);

/** A whole language: English in capitals. */
function shouted<T>(texts: T): T {
  if (typeof texts === "string")
    return texts.replace(/[a-z]+(?![^{]*\})/g, (word) => word.toUpperCase()) as T;
  const entries = Object.entries(texts as object).map(([key, text]) => [key, shouted(text)] as const);
  return Object.fromEntries(entries) as T;
}

const loud: Translation = {
  ...shouted(en),
  strategies: Object.fromEntries([...installed].map(([id, { messages }]) => [id, shouted(messages.en)])),
};

function refusal(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof MfaError && error.code === "ERR_MFA_OPTIONS") return error.message;
    throw error;
  }
  return "";
}

/** What a text has to be given: `["{name}"]`. */
const places = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([place]) => place).sort();

function leaves(texts: object, path = ""): [string, string][] {
  return Object.entries(texts).flatMap(([key, text]) =>
    typeof text === "string" ? [[`${path}${key}`, text] as [string, string]] : leaves(text, `${path}${key}.`),
  );
}

describe("the language of a reader", () => {
  it("is the first wish that can be met, by its base too (RFC 4647 §3.4)", () => {
    const chosen = (...wishes: (string | undefined)[]) => languages.choose(wishes).locale;
    expect(chosen("sv")).to.equal(sv);
    expect(chosen("sv-FI")).to.equal(sv);
    expect(chosen("SV-se")).to.equal(sv);
    expect(chosen("de", "sv", "en")).to.equal(sv);
    expect(chosen(undefined, "sv")).to.equal(sv);
    expect(chosen("en-GB", "sv")).to.equal(en);
    expect(chosen("de", "fr")).to.equal(en);
    expect(chosen()).to.equal(en);
  });

  it("keeps the region, by which dates are written, and nothing else that a header says", () => {
    const tag = (wish: string) => languages.choose([wish]).tag;
    expect(tag("sv-FI")).to.equal("sv-FI");
    expect(tag("en-GB-u-nu-thai-ca-buddhist")).to.equal("en-GB");
    expect(tag("en-GB-x-private")).to.equal("en-GB");
    for (const odd of ["", "*", "x", '"><script>', "en_GB", "sv\r\nX: y", "a".repeat(9999)])
      expect(tag(odd)).to.equal("en");
  });

  it("brings the words of each strategy, in English where it has none", () => {
    const own = { id: "own", messages: { en: { name: "Own", prompt: "Say it." } } };
    const { wordsOf } = createLanguages(new Map([...installed, ["own", own] as const])).choose(["sv"]);
    expect(wordsOf("totp").name).to.equal("Autentiseringsapp");
    expect(wordsOf("own").name).to.equal("Own");
    expect(wordsOf("gone")).to.deep.equal({ name: "gone", prompt: "" });
  });

  it("is called by its own name", () => {
    expect(languages.tags.map(languageName)).to.deep.equal(["English", "svenska"]);
  });
});

describe("Swedish", () => {
  const texts: [string, object, object][] = [
    ["core", en, sv],
    ...[...installed].map(
      ([id, { messages }]) => [id, messages.en, messages.sv ?? {}] as [string, object, object],
    ),
  ];
  for (const [whose, english, swedish] of texts) {
    it(`says all that English says, with the same to be filled in: ${whose}`, () => {
      const theirs = new Map(leaves(swedish));
      expect([...theirs.keys()]).to.have.members(leaves(english).map(([path]) => path));
      for (const [path, text] of leaves(english)) {
        expect(places(theirs.get(path) ?? ""), path).to.deep.equal(places(text));
        if (/\w/.test(text.replace(/\{\w+\}/g, ""))) expect(theirs.get(path), path).to.match(/\p{L}/u);
      }
    });
  }

  it("calls things as Net2 calls them", () => {
    expect(installed.get("totp")?.messages.sv?.name).to.equal("Autentiseringsapp");
    expect(sv.card.title).to.equal("Operatörskort");
    expect(sv.card.roles).to.deep.equal({ operator: "Operatör", engineer: "Systemingenjör" });
    expect(sv.card.email).to.equal("E-postadress");
    expect(sv.enrol.submit).to.equal("Slutför");
    expect(installed.get("email-otp")?.messages.sv?.subject).to.include("autentiseringskod");
  });
});

describe("a host's own language", () => {
  it("is chosen as ours are, and may stand in place of one", () => {
    const { tags, choose } = createLanguages(installed, { "en-AU": loud, sv: loud });
    expect(tags).to.deep.equal(["en", "sv", "en-AU"]);
    expect(choose(["en-AU"]).locale.signIn.title).to.equal("SIGN IN");
    expect(choose(["en-GB"]).locale).to.equal(en);
    expect(choose(["sv-SE"]).wordsOf("totp").name).to.equal("AUTHENTICATOR APP");
  });

  it("is refused at start where a text is missing, with its path", () => {
    const { title: _, ...signIn } = loud.signIn;
    const { name: __, ...words } = loud.strategies.totp ?? { name: "" };
    const { totp: ___, ...strategies } = loud.strategies;
    const refused = (given: object) =>
      refusal(() => createLanguages(installed, { de: given as unknown as Translation }));
    expect(refused({ ...loud, signIn })).to.include('"languages.de.signIn.title"');
    expect(refused({ ...loud, strategies: { ...loud.strategies, totp: words } })).to.include(
      '"languages.de.strategies.totp.name"',
    );
    expect(refused({ ...loud, strategies })).to.include('"languages.de.strategies.totp"');
    expect(refused({ ...loud, signIn: { ...loud.signIn, titel: "x" } })).to.include('"titel"');
    expect(refused({ ...loud, strategies: undefined })).to.include("strategies");
    expect(refused({ ...loud, signIn: { ...loud.signIn, title: " " } })).to.include(
      '"languages.de.signIn.title"',
    );
    expect(refused({ ...loud, strategies: { ...loud.strategies, totpp: words } })).to.include('"totpp"');
  });

  it("is refused where a place to be filled in is missing, or one is there that nobody fills", () => {
    const { newAddress } = loud.mails;
    const refused = (text: string) => {
      const mails = { ...loud.mails, newAddress: { ...newAddress, text } };
      return refusal(() => createLanguages(installed, { de: { ...loud, mails } }));
    };
    expect(places(newAddress.text)).to.not.deep.equal([]);
    expect(refused(newAddress.text)).to.equal("");
    expect(refused(newAddress.text.replace(/\{\w+\}/, ""))).to.include(
      '"languages.de.mails.newAddress.text"',
    );
    expect(refused(`${newAddress.text} {cod}`)).to.include('"languages.de.mails.newAddress.text"');
  });

  it("is refused under a tag that no browser would ask for", () => {
    for (const tag of ["", "english!", "EN", "en_GB", "en-GB-u-nu-thai"])
      expect(
        refusal(() => createLanguages(installed, { [tag]: loud })),
        tag,
      ).to.include("no language tag");
  });
});
