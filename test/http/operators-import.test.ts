import { expect } from "chai";
import type { Backend } from "../../lib/index.js";
import { en } from "../../lib/locales/index.js";
import { memory } from "../../storage/memory.js";
import type { Browser, Page } from "../support/browser.js";
import { type Host, type HostOptions, operatorPassword, startHost } from "../support/harness.js";
import { formTo, mailOf, signInByScript } from "../support/steps.js";

describe("/operators/import", () => {
  let host: Host;
  let engineer: Browser;
  afterEach(() => host.close());

  const start = async (options: HostOptions = {}) => {
    host = await startHost(options);
    await host.addOperator("ella", { role: "engineer" });
    engineer = host.browser();
    await signInByScript(host, engineer, "ella");
  };
  const send = (csv: string, sure = true) => engineer.post("/mfa/operators/import", { csv, sure });
  const total = async () => (await host.mfa.operators.list()).total;
  const errorsOf = async (csv: string) => {
    const answer = await send(csv);
    expect(answer.status, csv).to.equal(422);
    return (answer.json().preview as { readonly errors: unknown }).errors;
  };

  it("shows what it would do, then does it: each can be invited and comes in", async () => {
    await start();
    const csv = `username,name,email,role\nnils,Nils Åberg,${mailOf("nils")},operator\nmaja,,,engineer\n`;
    const page = await engineer.open("/mfa/operators/import");
    const preview = await engineer.submit(page, formTo(page, "/operators/import"), { csv });
    expect(preview.words).to.include("2 operators will be added, 1 of them").and.include("Nils Åberg");
    expect(await total(), "nothing yet").to.equal(1);
    const done = await engineer.submit(preview, formTo(preview, "/operators/import"));
    expect(done.words).to.include("All 2 operators are there");
    const nils = await host.mfa.operators.find("nils");
    expect(nils).to.deep.include({ name: "Nils Åberg", email: mailOf("nils"), role: "operator" });
    expect(await host.mfa.operators.find("maja")).to.include({ role: "engineer" });
    const { code } = await host.mfa.operators.invite(nils?.id ?? "");
    const joined = await host
      .browser()
      .post("/mfa/invitation", { username: "nils", code, password: operatorPassword });
    expect(joined.status).to.equal(200);
    expect(await host.stored("import-rows:"), "what it was made from is cleared away").to.have.length(0);
  });

  it("takes what spreadsheets write: a mark at the start, semicolons, tabs, quotes, any order, empty lines", async () => {
    await start();
    const files = [
      "\uFEFFEmail;User name\r\na1@example.org;a1\r\n;a2\r\n\r\n",
      'name\tusername\n"Bo ""B"", Ö"\tb1\n',
      'role,username,name\n,c1,"two\nlines"\n',
      "användarnamn,roll\nd1,systemingenjör\n",
      "username\n'=e1\n",
    ];
    const wrong = await errorsOf(files[2] ?? "");
    expect(wrong, "a name of two lines").to.deep.equal([{ line: 3, field: "name", error: "characters" }]);
    for (const csv of files.filter((_, at) => at !== 2)) expect((await send(csv)).status, csv).to.equal(200);
    const { operators } = await host.mfa.operators.list();
    expect(operators.map(({ username, name, role }) => [username, name, role])).to.deep.equal([
      ["=e1", undefined, "operator"],
      ["a1", undefined, "operator"],
      ["a2", undefined, "operator"],
      ["b1", 'Bo "B", Ö', "operator"],
      ["d1", undefined, "engineer"],
      ["ella", undefined, "engineer"],
    ]);
  });

  it("takes its own export back", async () => {
    await start();
    await host.mfa.operators.add({ username: "=cmd", name: "+1, and more", email: "a@example.org" });
    const { text } = await engineer.get("/mfa/operators/export.csv");
    const { id } = (await host.mfa.operators.find("=cmd")) ?? { id: "" };
    await host.mfa.operators.remove(id);
    const without = text.replace(/ella.*\r\n/, "");
    expect((await send(without)).status).to.equal(200);
    expect(await host.mfa.operators.find("=cmd")).to.include({
      name: "+1, and more",
      email: "a@example.org",
    });
  });

  it("says by line what does not fit, and imports nobody", async () => {
    await start();
    expect(await errorsOf("name,email\nx,y\n")).to.deep.equal([
      { line: 1, field: "username", error: "heading" },
    ]);
    expect(await errorsOf("username,shoe\nx,y\n")).to.deep.equal([
      { line: 1, field: "shoe", error: "column" },
    ]);
    expect(await errorsOf("username,username\nx,y\n")).to.deep.equal([
      { line: 1, field: "line", error: "double" },
    ]);
    expect(await errorsOf("username\n")).to.deep.equal([{ line: 1, field: "line", error: "empty" }]);
    expect(await errorsOf("")).to.deep.equal([{ line: 1, field: "line", error: "empty" }]);
    expect(await errorsOf('username\n"x\n')).to.deep.equal([{ line: 2, field: "line", error: "quotes" }]);
    const lines = [
      "username,email,role",
      "a,no address,",
      "b",
      `${"x".repeat(65)},,`,
      "Ella,,",
      "c,,boss",
      "d,,",
      "Ｄ,,",
    ];
    expect(await errorsOf(lines.join("\n"))).to.deep.equal([
      { line: 2, field: "email", error: "address" },
      { line: 3, field: "line", error: "cells" },
      { line: 4, field: "username", error: "long" },
      { line: 5, field: "username", error: "taken" },
      { line: 6, field: "role", error: "role" },
      { line: 8, field: "username", error: "double" },
    ]);
    expect(await total()).to.equal(1);
    const page = await engineer.open("/mfa/operators/import");
    const refused: Page = await engineer.submit(page, formTo(page, "/operators/import"), {
      csv: lines.join("\n"),
    });
    expect(refused.status).to.equal(422);
    expect(refused.words).to.include("Line 2").and.include(en.errors.cells).and.include("do not fit: 6");
    expect(refused.text, "what was pasted is there to be mended").to.include("c,,boss");
  });

  it("knows no heading and no role by what every object has", async () => {
    await start();
    for (const name of ["constructor", "__proto__", "toString"]) {
      expect(await errorsOf(`username,${name}\nx,y\n`)).to.deep.equal([
        { line: 1, field: name, error: "column" },
      ]);
      expect(await errorsOf(`username,role\nx,${name}\n`)).to.deep.equal([
        { line: 2, field: "role", error: "role" },
      ]);
    }
  });

  it("reads no further than anybody would: 20,000 people, 1,000 wrong lines", async () => {
    await start();
    const people = Array.from({ length: 20_001 }, (_, at) => `u${at}`);
    expect(await errorsOf(`username\n${people.join("\n")}\n`)).to.deep.equal([
      { line: 20_002, field: "line", error: "many" },
    ]);
    const answer = await send(`username\n${"ella\n".repeat(100_000)}`);
    expect(answer.json().preview).to.include({ wrong: 501 }, "taken; then taken and double");
  });

  it("has room for a long file from engineers alone", async () => {
    await start();
    await host.addOperator("anna");
    const anna = host.browser();
    await signInByScript(host, anna, "anna");
    const deep = `{"a":${"[".repeat(100_000)}${"]".repeat(100_000)}}`;
    for (const browser of [anna, host.browser()]) {
      const answer = await browser.request("/mfa/operators/import", {
        method: "POST",
        headers: { "Content-Type": "application/json", Accept: "application/json" },
        body: deep,
      });
      expect(answer.status).to.be.oneOf([401, 403, 413]);
    }
    // Refused by its length where it is still coming, else by who sends it.
    const long = await anna.post("/mfa/operators/import", { csv: "x".repeat(40_000) });
    expect(long.status).to.be.oneOf([403, 413]);
  });

  it("takes 2 million characters, and says so when there are more", async () => {
    await start();
    const answer = await send(`username\n${"x".repeat(2 * 1024 * 1024)}`);
    expect(answer.json()).to.deep.include({ code: "ERR_MFA_INPUT", errors: { csv: "long" } });
    const larger = await send("x".repeat(5 * 1024 * 1024));
    expect(larger.status).to.equal(413);
    expect((await engineer.post("/mfa/operators", { username: "x".repeat(40_000) })).status).to.equal(413);
  });

  it("is undone as a whole where somebody takes one of its names in the meantime", async () => {
    const inner = memory();
    // After the file was looked at, and before its names are claimed.
    let begun: (() => Promise<unknown>) | undefined;
    const backend: Backend = {
      ...inner,
      async swap(key, ...values) {
        if (key.startsWith("import-rows:")) {
          const first = begun;
          begun = undefined;
          await first?.();
        }
        return inner.swap(key, ...values);
      },
    };
    await start({ storage: backend });
    begun = () => host.mfa.operators.add({ username: "n299" });
    const csv = `username\n${Array.from({ length: 300 }, (_, at) => `n${at}`).join("\n")}`;
    const { progress } = (await send(csv)).json();
    expect(progress).to.deep.include({
      state: "undone",
      done: 0,
      errors: [{ line: 301, field: "username", error: "taken" }],
    });
    expect(await total()).to.equal(2);
    expect((await host.stored("name:")).size, "all other names are free again").to.equal(2);
    expect(await host.stored("import-rows:")).to.have.length(0);
  });
});
