import { expect } from "chai";
import type { Services } from "../../../lib/kit/index.js";
import { servicesFor } from "../../../lib/testing/index.js";
import { anna } from "../../../lib/testing/strategy-services.js";
import { type PasswordOptions, password } from "../../../strategies/index.js";
import { messages } from "../../../strategies/password/messages.js";

const words = messages.en;

/** What is said of it; `fine` where nothing is. */
async function said(typed: string, given: Partial<Services> = {}, options: PasswordOptions = {}) {
  const strategy = password(options);
  const services = servicesFor(strategy, given);
  const finding = await strategy.enrol?.finish(services, null, { password: typed });
  return finding?.right === true ? "fine" : finding?.errors?.password;
}

describe("A new password", () => {
  it("has at least 8 characters, counted as people count them", async () => {
    expect(await said("qzv 7wk")).to.include("at least 8 characters");
    expect(await said("qzv 7wkx")).to.equal("fine");
    expect(await said("🚪🚪🚪🚪🚪🚪🚪")).to.include("at least 8"); // 14 UTF-16 units
    expect(await said("é".normalize("NFD").repeat(7))).to.include("at least 8"); // 14 code points as typed
  });

  it("has at least 15 where it stands alone, whatever the option says", async () => {
    expect(await said("qzv 7wkx rub m", { alone: true })).to.include("at least 15 characters");
    expect(await said("qzv 7wkx rub mi", { alone: true })).to.equal("fine");
    expect(await said("qzv 7wkx rub mi", { alone: true }, { minLength: 20 })).to.include("at least 20");
  });

  it("has at least as many as the option asks for", async () => {
    expect(await said("qzv 7wkx rub", {}, { minLength: 13 })).to.include("at least 13 characters");
    expect(await said("qzv 7wkx rubm", {}, { minLength: 13 })).to.equal("fine");
  });

  it("has at most 1,024, of whatever script", async () => {
    expect(await said("門x".repeat(512))).to.equal("fine");
    expect(await said(`${"門x".repeat(512)}y`)).to.include("at most 1024 characters");
  });

  it("needs no kinds of characters: letters alone, digits alone, spaces, other scripts, emoji", async () => {
    for (const typed of [
      "qzvwkxrubm",
      "8302917465",
      "a b c d e f g",
      "パスワードは長い",
      "🚪🔑🚪🔑🐎🔋📎🐢",
    ]) {
      expect(await said(typed), typed).to.equal("fine");
    }
  });

  it("is not one that attackers try first, in whatever case", async () => {
    for (const typed of ["password", "PassWord1", "12345678", "QWERTYUIOP", "iloveyou1"]) {
      expect(await said(typed), typed).to.equal(words.common);
    }
  });

  it("is not the operator's own name or address, nor the system's", async () => {
    const given = {
      operator: {
        ...anna,
        username: "Anna.Lind.Oslo",
        name: "Anna Maria Lind",
        email: "annas.mailbox@net2.example",
      },
      issuer: "Net2 Head Office",
    };
    const names = [
      ...["anna.lind.oslo", "ANNA MARIA LIND", "annas.mailbox", "Annas.Mailbox@net2.example"],
      "net2 head office",
    ];
    for (const typed of names) expect(await said(typed, given), typed).to.equal(words.ownName);
    expect(await said("annas.mailbox and a horse", given)).to.equal("fine");
  });

  it("is not the operator's name in other code points", async () => {
    const operator = { ...anna, username: "Åse Ødegård".normalize("NFD") };
    expect(await said("åse ødegård", { operator })).to.equal(words.ownName);
  });

  it("has no characters that cannot be kept", async () => {
    expect(await said("qzv 7wkx\0rub")).to.equal(words.unusable);
    expect(await said("qzv 7wkx\ud800rub")).to.equal(words.unusable);
  });

  it("is refused also where the language lacks the word for why", async () => {
    const bare = { name: "Passord", prompt: "Passordet ditt" };
    expect(await said("password", { words: bare })).to.equal("common");
    expect(await said("short", { words: bare })).to.equal("tooShort");
  });

  it("is refused before any hash is computed: a full gate does not hide what is wrong", async () => {
    const strategy = password({ concurrency: 1, queue: 0 });
    const services = servicesFor(strategy);
    const [first, second] = await Promise.all([
      strategy.enrol?.finish(services, null, { password: "qzv 7wkx rub" }),
      strategy.enrol?.finish(services, null, { password: "short" }),
    ]);
    expect([first?.right, second?.right]).to.deep.equal([true, false]);
  });
});
