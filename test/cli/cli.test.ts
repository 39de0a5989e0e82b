import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { expect } from "chai";
import { sqlite } from "../../storage/sqlite.js";
import { emailOtp, password, recoveryCode, totp } from "../../strategies/index.js";
import { type Host, operatorPassword, startHost } from "../support/harness.js";
import { needs } from "../support/needs.js";
import { startSmtp, type TestSmtp } from "../support/smtp.js";
import { enrolApp, mailOf, signInByScript } from "../support/steps.js";
import { createTestClock } from "../support/test-clock.js";
import { until } from "../support/until.js";
import { createTool } from "./tool.js";

const strategies = [password(), emailOtp(), totp(), recoveryCode()];

describe("npx express-mfa, beside a server that runs", function () {
  this.timeout(60_000);
  let smtp: TestSmtp;
  let tool: ReturnType<typeof createTool>;
  let host: Host;
  before(needs("oathtool"));
  beforeEach(async () => {
    smtp = await startSmtp();
    tool = createTool(smtp.url);
    host = await startServer();
    await host.addOperator("ella", { role: "engineer" });
    await host.addOperator("erik", { role: "engineer" });
    await host.addOperator("anna");
  });
  afterEach(async () => {
    await host.close();
    await smtp.close();
    tool.remove();
  });

  const startServer = (secrets = tool.secrets) =>
    startHost({
      mode: "either",
      storage: sqlite(tool.database),
      origin: "https://net2.example.com",
      clock: createTestClock(Date.now()),
      options: { secret: secrets, strategies, staleness: 0 },
    });

  it("says what it can do, and what was not understood, and does nothing then", async () => {
    const help = await tool.run("--help");
    expect(help.exit).to.equal(0);
    for (const name of [
      "doctor",
      "operators reset",
      "break-glass",
      "reseal",
      "after-restore",
      "audit export",
    ])
      expect(help.out).to.include(name);
    expect((await tool.run("operators", "reset", "--help")).out).to.include("<username> [--hours 24]");
    for (const args of [
      ["nothing"],
      ["operators", "reset"],
      ["doctor", "--fast"],
      ["operators", "list", "x"],
    ]) {
      const ran = await tool.run(...args);
      expect(ran.exit, args.join(" ")).to.equal(2);
      expect(ran.out).to.equal("");
      expect(ran.err).to.not.equal("");
    }
    expect((await tool.run("nothing")).err).to.match(/^express-mfa: there is no command "nothing"\n/);
    expect((await tool.run("--json", "doctor")).err).to.match(/the command comes first/);
    const group = (await tool.run("operators", "--help")).out;
    expect(group).to.include("operators reset <username>").and.not.include("break-glass");
  });

  it("says what is wrong with the options, the secret or the data, and what to do", async () => {
    const none = await tool.run("doctor", "--config", "missing.js");
    expect(none).to.deep.include({ exit: 1, out: "" });
    expect(none.err).to.match(/^ERR_MFA_OPTIONS: there is no missing\.js .*default export/);
    writeFileSync(join(tool.folder, "broken.js"), "export default {");
    expect((await tool.run("doctor", "--config", "broken.js")).err).to.include("cannot be read");
    writeFileSync(join(tool.folder, "empty.js"), "export const x = 1;");
    expect((await tool.run("doctor", "--config", "empty.js")).err).to.include(
      "no options as its default export",
    );
    tool.secrets = ["another secret, of thirty-two bytes or more"];
    tool.configure();
    const other = await tool.run("operators", "list", "--json");
    expect(other.exit).to.equal(1);
    expect(JSON.parse(other.err)).to.include({ code: "ERR_MFA_SECRET" });
  });

  it("doctor: a line for each thing, each ok, warning or error, and an exit code", async () => {
    const well = await tool.run("doctor");
    expect(well.exit, well.err).to.equal(0);
    expect(well.out).to.include("https: cookies are Secure");
    const open = createTool(smtp.url, "http://net2.lan/mfa");
    open.secrets = tool.secrets;
    const module = JSON.stringify(new URL("../../dist/storage/sqlite.js", import.meta.url).href);
    const same = `(await import(${module})).sqlite(${JSON.stringify(tool.database)})`;
    open.configure(`insecure: true, storage: ${same},`);
    const clear = await open.run("doctor");
    expect(clear.out).to.match(/^error +Address http:\/\/net2\.lan\/mfa: .*in clear/m);
    expect(clear.exit).to.equal(1);
    open.remove();
    expect(well.out)
      .to.match(/^ok +Secret: /m)
      .and.match(/^ok +Mail: /m)
      .and.match(/^ok +Storage: /m);
    await smtp.close();
    const bad = await tool.run("doctor", "--json");
    expect(bad.exit).to.equal(1);
    const { lines } = JSON.parse(bad.out) as { lines: { name: string; level: string; text: string }[] };
    expect(lines.find(({ name }) => name === "Mail")).to.include({ level: "error" });
    for (const { level } of lines) expect(level).to.be.oneOf(["ok", "warning", "error"]);
    smtp = await startSmtp();
  });

  it("doctor: says it by a line as well where nothing opens", async () => {
    const doctor = async (): Promise<{ exit: number | null; lines: Record<string, unknown>[] }> => {
      const { exit, out } = await tool.run("doctor", "--json");
      return { exit, lines: JSON.parse(out).lines };
    };
    const nils = await host.mfa.operators.add({ username: "nils", password: operatorPassword });
    expect((await doctor()).lines.find(({ name }) => name === "Who cannot sign in")).to.include({
      level: "error",
      text: "Operators whom the policy leaves no way in: 1. Give them an e-mail address, or reset their second step and hand out the code. (nils)",
    });
    await host.mfa.operators.remove(nils.id);
    const right = tool.secrets;
    tool.secrets = ["another secret, of thirty-two bytes or more"];
    tool.configure();
    const secret = await doctor();
    expect(secret.exit).to.equal(1);
    expect(secret.lines[0]).to.include({ name: "Secret", level: "error" });
    expect(secret.lines[0]?.text).to.include("give the secret that it was made with");
    expect(secret.lines[1]).to.include({ level: "ok", name: "Address https://net2.example.com/mfa" });
    tool.secrets = right;
    const module = JSON.stringify(new URL("../../dist/storage/sqlite.js", import.meta.url).href);
    tool.configure(`storage: (await import(${module})).sqlite("/nonexistent/mfa.sqlite"),`);
    const storage = await doctor();
    expect(storage.exit).to.equal(1);
    expect(storage.lines[0]).to.include({ name: "Storage", level: "error" });
    tool.configure(`storage: (await import(${module})).sqlite("fresh.sqlite"),`);
    const fresh = await doctor();
    const policy = fresh.lines.find(({ name }) => name === "Policy");
    expect(policy).to.have.property("level", "warning");
    expect(policy?.text).to.include("start the server, and open https://net2.example.com/mfa/setup");
    expect(fresh.lines.map(({ name }) => name)).to.include.members(["Mail", "Storage"]);
    expect(fresh.lines.map(({ name }) => name)).not.to.include("Who cannot sign in");
  });

  it("is quiet when whoever reads it has enough", async () => {
    const child = tool.start("audit", "export");
    child.stdout?.destroy();
    let told = "";
    child.stderr?.on("data", (data) => {
      told += data;
    });
    const [exit] = (await once(child, "close")) as [number];
    expect(told).to.equal("");
    expect(exit).to.equal(130);
  });

  it("ends at once by Ctrl-C where it only looks, and between two operators where it changes them", async () => {
    const silent = createServer(() => {}).listen(0, "127.0.0.1");
    await once(silent, "listening");
    const { port } = silent.address() as AddressInfo;
    tool.configure(`mail: { smtp: "smtp://127.0.0.1:${port}", from: "net2@net2.example" },`);
    const doctor = tool.start("doctor");
    const connected = once(silent, "connection");
    await connected;
    const begun = performance.now();
    doctor.kill("SIGINT");
    expect((await once(doctor, "close"))[0]).to.equal(130);
    expect(performance.now() - begun, "milliseconds").to.be.below(1000);
    silent.close();
    await host.mfa.operators.import(
      `username\n${Array.from({ length: 600 }, (_, at) => `u${at}`).join("\n")}\n`,
    );
    tool.configure();
    const child = tool.start("after-restore");
    await once(child.stderr ?? child, "data");
    child.kill("SIGINT");
    let out = "";
    child.stdout?.on("data", (data) => {
      out += data;
    });
    expect((await once(child, "close"))[0]).to.equal(130);
    expect(out).to.match(/^Stopped after \d+ operators: .*again/);
    expect((await tool.run("after-restore")).out).to.include("of 603 operators");
  });

  it("operators: lists, adds, imports, disables and resets, in the server that runs", async () => {
    const list = JSON.parse((await tool.run("operators", "list", "--json", "--search", "ann")).out);
    expect(list).to.deep.include({ found: 1 });
    expect(list.operators[0]).to.include({ username: "anna", role: "operator" });
    const added = JSON.parse(
      (await tool.run("operators", "add", "nils", "--email", mailOf("nils"), "--json")).out,
    );
    expect((await tool.run("operators", "reset", "nils")).err).to.include("give them an invitation");
    const nils = host.browser();
    const joined = await nils.post("/mfa/invitation", {
      username: "nils",
      code: added.code,
      password: operatorPassword,
    });
    expect(joined.status, joined.text).to.equal(200);
    writeFileSync(join(tool.folder, "people.csv"), "username\nbo\ncy\n");
    expect((await tool.run("operators", "import", "people.csv")).out).to.include("2 operators");
    writeFileSync(join(tool.folder, "wrong.csv"), "username,email\ndi,x\n");
    const wrong = await tool.run("operators", "import", "wrong.csv");
    expect(wrong.exit).to.equal(1);
    expect(wrong.err).to.include("line 2, email");
    const missing = await tool.run("operators", "import", "nobody.csv");
    expect(missing.err).to.equal("ERR_MFA_INPUT: nobody.csv cannot be read (ENOENT)\n  Mend what it names\n");
    const address = await tool.run("operators", "add", "di", "--email", "x");
    expect(address.err).to.equal(
      "ERR_MFA_INPUT: email: Enter an e-mail address, such as anna@example.com.\n  Mend what it names\n",
    );
    expect((await tool.run("operators", "reset", "nobody")).err).to.include('no operator "nobody"');

    const anna = host.browser();
    await signInByScript(host, anna, "anna");
    const reset = JSON.parse((await tool.run("operators", "reset", "anna", "--hours", "2", "--json")).out);
    expect((await anna.get("/app")).status, "at once").to.equal(401);
    const back = host.browser();
    await back.post("/mfa/sign-in", { username: "anna", password: operatorPassword });
    expect((await back.post("/mfa/handover", { code: reset.code })).status).to.equal(200);
    expect((await tool.run("operators", "disable", "anna")).exit).to.equal(0);
    expect((await back.get("/mfa/")).json()).to.deep.equal({ state: "sign-in" });
  });

  it("break-glass: an engineer enrols anew with a code of 15 minutes, every engineer is told, and a banner says it", async () => {
    const ella = host.browser();
    await signInByScript(host, ella, "ella");
    await enrolApp(host, ella);
    expect((await tool.run("break-glass", "anna")).exit, "no engineer").to.equal(1);
    const begun = Date.now();
    const { code, expires } = JSON.parse((await tool.run("break-glass", "ella", "--json")).out);
    expect(expires - begun).to.be.within(15 * 60_000 - 1000, 15 * 60_000 + 10_000);
    expect((await ella.get("/app")).status).to.equal(401);
    for (const name of ["ella", "erik"])
      await until(() => smtp.mailsTo(mailOf(name)).some(({ text }) => text.includes("for ella")), 5000);
    for (const name of ["ella", "erik"])
      expect(
        smtp.mailsTo(mailOf(name)).map(({ subject }) => subject),
        name,
      ).to.include("A way back into Net2 was opened at the server");
    const back = host.browser();
    await back.post("/mfa/sign-in", { username: "ella", password: operatorPassword });
    expect((await back.get("/app")).status, "no session").to.equal(401);
    expect((await back.post("/mfa/handover", { code })).status).to.equal(200);
    await enrolApp(host, back);
    const page = await back.open("/mfa/settings");
    expect(page.words).to.include("a way back was opened for ella");
    expect((await tool.run("audit", "export")).out).to.include("break-glass");
  });

  it("reseal: moves everything to the newest secret while people sign in, is stopped and begun again, and the old one can go", async () => {
    await host.mfa.operators.import(
      `username\n${Array.from({ length: 400 }, (_, at) => `u${at}`).join("\n")}\n`,
    );
    await host.close();
    const [old = ""] = tool.secrets;
    const fresh = "the newest secret, of thirty-two bytes or more";
    tool.secrets = [fresh, old];
    tool.configure();
    host = await startServer();
    const stopped = tool.start("reseal");
    await once(stopped.stderr ?? stopped, "data");
    stopped.kill("SIGINT");
    const [exit] = (await once(stopped, "close")) as [number];
    expect(exit).to.be.oneOf([130, 0]);
    let signedIn = 0;
    const people = (async () => {
      for (let time = 0; time < 5; time += 1) {
        const browser = host.browser();
        host.clock.advance(31_000);
        await signInByScript(host, browser, "anna");
        if ((await browser.get("/app")).status === 200) signedIn += 1;
      }
    })();
    const ran = await tool.run("reseal", "--json");
    await people;
    expect(signedIn).to.equal(5);
    expect(ran.exit, ran.err).to.equal(0);
    expect(JSON.parse(ran.out)).to.include({ complete: true });
    await tool.run("reseal");
    expect(JSON.parse((await tool.run("reseal", "--json")).out), "nothing is left").to.include({
      resealed: 0,
    });
    await host.close();
    host = await startServer([fresh]);
    expect(await host.mfa.operators.find("u399")).to.have.property("username", "u399");
    await signInByScript(host, host.browser(), "erik");
    tool.secrets = [fresh];
    tool.configure();
    const audit = JSON.parse((await tool.run("audit", "verify", "--json")).out);
    expect(audit.problems, "the audit is what it was").to.deep.equal([]);
    expect(audit.seals).to.be.above(1);
    await host.close();
    host = await startServer([fresh]);
  });

  it("after-restore: everybody signs in again, no browser is trusted, and codes that may have been used are void", async () => {
    await host.mfa.policy.change({ reauthDays: 30 });
    const anna = host.browser();
    await anna.post("/mfa/sign-in", { username: "anna", password: operatorPassword });
    await anna.post("/mfa/challenge/email-otp");
    const code = host.smtp.lastCode(mailOf("anna"));
    await anna.post("/mfa/challenge/email-otp/verify", { code, trust: true });
    const codes = (await anna.post("/mfa/enrol/recovery-code")).json().codes as string[];
    await anna.post("/mfa/enrol/recovery-code/verify");
    const { id } = await host.mfa.operators.add({ username: "nils" });
    const invitation = await host.mfa.operators.invite(id);
    expect((await tool.run("after-restore")).out).to.include("Everybody signs in again");
    expect((await anna.get("/app")).status).to.equal(401);
    const again = await anna.post("/mfa/sign-in", { username: "anna", password: operatorPassword });
    expect(again.json().state).to.equal("choose");
    expect((await anna.post("/mfa/challenge/recovery-code/verify", { code: codes[0] })).status).to.equal(409);
    const joined = await host.browser().post("/mfa/invitation", {
      username: "nils",
      code: invitation.code,
      password: operatorPassword,
    });
    expect(joined.status).to.equal(401);
    expect(await host.mfa.operators.invite(id)).to.have.property("code");
  });

  it("audit export: CSV, and JSON by lines, of the days that were asked for", async () => {
    await until(async () => (await tool.run("audit", "export")).out.includes("policy-changed"), 5000);
    const csv = (await tool.run("audit", "export")).out.trim().split("\r\n");
    const json = (await tool.run("audit", "export", "--json")).out.trim().split("\n");
    expect(csv.length - 1).to.equal(json.length);
    expect(JSON.parse(json[0] ?? "")).to.have.property("type");
    expect(
      (await tool.run("audit", "export", "--until", "2000-01-01")).out.trim().split("\r\n"),
    ).to.have.length(1);
    const wrong = await tool.run("audit", "export", "--from", "yesterday");
    expect(wrong.exit).to.equal(1);
    expect(wrong.err).to.include("--from must be a day");
    expect(wrong.out, "no half of a file").to.equal("");
    for (const day of ["2026-02-30", "2026-13-01", "1e3"])
      expect((await tool.run("audit", "export", "--until", day)).err, day).to.include(
        "--until must be a day",
      );
  });

  it("audit verify: nothing is wrong, until a line is taken out; and what was cut off is told by a checkpoint", async () => {
    await until(async () => {
      const { out } = await tool.run("audit", "verify", "--json");
      return out !== "" && JSON.parse(out).open === 0;
    }, 10_000);
    const well = await tool.run("audit", "verify");
    expect(well.exit, well.out).to.equal(0);
    expect(well.out).to.include("nothing is wrong");
    writeFileSync(join(tool.folder, "end.json"), (await tool.run("audit", "checkpoint")).out);
    expect((await tool.run("audit", "verify", "--checkpoint", "end.json")).exit).to.equal(0);
    const [key = ""] = [...(await host.stored("audit:")).keys()];
    const [raw] = await host.backend.read([key]);
    await host.backend.swap(key, raw, undefined);
    const bad = await tool.run("audit", "verify");
    expect(bad.exit).to.equal(1);
    expect(bad.out).to.include(`a line was taken out: ${key.slice("audit:".length)}`);
    for (const seal of (await host.stored("seal:")).keys()) {
      const [now] = await host.backend.read([seal]);
      await host.backend.swap(seal, now, undefined);
    }
    const cut = await tool.run("audit", "verify", "--checkpoint", "end.json", "--json");
    expect(cut.exit).to.equal(1);
    expect(JSON.parse(cut.out).problems).to.deep.include({
      what: "seal-removed",
      id: JSON.parse(cut.out).problems.find(({ what }: { what: string }) => what === "seal-removed")?.id,
    });
    writeFileSync(join(tool.folder, "wrong.json"), "{}");
    expect((await tool.run("audit", "verify", "--checkpoint", "wrong.json")).err).to.include("no checkpoint");
  });

  it("leaves a server alone that nobody has set up: its code stays good", async () => {
    await host.close();
    tool.remove();
    tool = createTool(smtp.url);
    host = await startHost({
      isNew: true,
      storage: sqlite(tool.database),
      origin: "https://net2.example.com",
      options: { secret: tool.secrets, strategies },
    });
    const setupCode = host.setups.at(-1)?.code ?? "";
    expect((await tool.run("doctor")).out).to.include("Nobody has set this system up");
    const ran = await tool.run("after-restore");
    expect(ran.exit).to.equal(1);
    expect(ran.err).to.include("ERR_MFA_CLOSED");
    const set = {
      username: "ella",
      password: operatorPassword,
      email: mailOf("ella"),
      acknowledge: true,
      mode: "email",
    };
    expect((await host.browser().post("/mfa/setup", { setupCode, mfa: "on", ...set })).status).to.equal(200);
  });
});
