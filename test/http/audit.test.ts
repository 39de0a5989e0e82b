import { expect } from "chai";
import { auditTypes } from "../../lib/audit/index.js";
import type { AuditLine } from "../../lib/contract/index.js";
import type { Backend } from "../../lib/index.js";
import { en } from "../../lib/locales/index.js";
import { memory } from "../../storage/memory.js";
import { emailOtp, password, recoveryCode, totp } from "../../strategies/index.js";
import type { Browser } from "../support/browser.js";
import { type Host, type HostOptions, operatorPassword, startHost } from "../support/harness.js";
import { oathtool } from "../support/oathtool.js";
import {
  createApp,
  enrolApp,
  formTo,
  mailOf,
  notThe,
  signInApp,
  signInByScript,
  stepUpByScript,
} from "../support/steps.js";
import { until } from "../support/until.js";

const tail = (lines: readonly AuditLine[]) => lines.map(({ type }) => type);

describe("The audit", () => {
  let host: Host;
  let engineer: Browser;
  let ella: string;
  /** What `mfa.on("audit")` was told, the oldest first. */
  let told: AuditLine[];
  /** All that was typed or sent out and must be in no line. */
  let secrets: string[];

  const start = async (options: HostOptions = {}) => {
    host = await startHost(options);
    told = [];
    secrets = [operatorPassword, "a wrong password"];
    host.mfa.on("audit", (line) => told.push(line));
    ({ id: ella } = await host.addOperator("ella", { role: "engineer" }));
    engineer = host.browser();
    await signInByScript(host, engineer, "ella");
  };
  afterEach(() => host.close());

  const get = async (query = "", by = engineer) =>
    (await by.get(`/mfa/audit${query}`)).json() as unknown as {
      readonly lines: readonly AuditLine[];
      readonly next?: string;
      readonly errors?: unknown;
    };
  /** Lines are written in the background. */
  const settle = async (count: number) => until(() => told.length >= count, 3000);
  const linesOf = async (username: string) => (await get(`?operator=${username}`)).lines;

  it("tells of a sign-in who, what, with which strategy, from where, when and how it ended; the newest first", async () => {
    await start();
    const { id } = await host.addOperator("anna");
    host.clock.advance(60_000);
    const anna = host.browser({ headers: { "X-Forwarded-For": "192.0.2.7" } });
    await anna.post("/mfa/sign-in", { username: "anna", password: "a wrong password" });
    host.clock.advance(1000);
    await signInByScript(host, anna, "anna");
    await settle(9);
    const lines = await linesOf("anna");
    expect(tail(lines)).to.deep.equal(["signed-in", "code-sent", "passed", "password-wrong", "added"]);
    expect(lines[0]).to.deep.include({
      at: host.clock.now(),
      result: "success",
      operator: { id, username: "anna" },
      strategy: "email-otp",
      client: "browser",
      address: "192.0.2.7",
      userAgent: "test browser",
    });
    expect(lines[3]).to.deep.include({
      result: "failure",
      operator: { id, username: "anna" },
      address: "192.0.2.7",
    });
    const page = await engineer.open("/mfa/audit?operator=ANNA");
    expect(page.words).to.include(en.audit.types["signed-in"]).and.include("192.0.2.7").and.include("UTC");
  });

  it("has a line for each kind of thing, and a secret in none", async function () {
    this.timeout(60_000);
    const strategies = [password(), emailOtp(), totp(), recoveryCode()];
    host = await startHost({ isNew: true, options: { strategies } });
    told = [];
    secrets = [operatorPassword, "a wrong password"];
    host.mfa.on("audit", (line) => told.push(line));
    const code = (text: string) => {
      secrets.push(text);
      return text;
    };
    const setupCode = code(host.setups.at(-1)?.code ?? "");
    engineer = host.browser();
    const setup = {
      username: "ella",
      password: operatorPassword,
      email: mailOf("ella"),
      mfa: "off",
      acknowledge: true,
      confirmOff: true,
    };
    await engineer.post("/mfa/setup", { ...setup, setupCode: "AAAA-AAAA-AAAA-AAAA" });
    await engineer.post("/mfa/setup", { ...setup, setupCode });
    await engineer.post("/mfa/challenge/email-otp");
    await stepUpByScript(host, engineer, "ella");
    await engineer.post("/mfa/settings", { mode: "either", reauthDays: 7, version: 1, confirm: true });
    host.clock.advance(31_000);
    await stepUpByScript(host, engineer, "ella");

    const added = await engineer.post("/mfa/operators", { username: "anna", email: mailOf("anna") });
    const id = String((added.json().subject as { readonly id: string }).id);
    const invitation = code((added.json().invitation as { readonly code: string }).code);
    const anna = host.browser();
    await anna.post("/mfa/invitation", {
      username: "anna",
      code: "BBBB-BBBB-BBBB-BBBB",
      password: operatorPassword,
    });
    await anna.post("/mfa/invitation", { username: "anna", code: invitation, password: operatorPassword });
    await anna.post("/mfa/challenge/email-otp");
    const first = code(host.smtp.lastCode(mailOf("anna")));
    await anna.post("/mfa/challenge/email-otp/verify", { code: notThe(first) });
    await anna.post("/mfa/challenge/email-otp/verify", { code: first, trust: true });
    const begun = (await anna.post("/mfa/enrol/totp")).json();
    await anna.post("/mfa/enrol/totp/verify", {
      code: notThe(oathtool(String(begun.secret), host.clock.now())),
    });
    const secret = code(await enrolApp(host, anna));
    await anna.post("/mfa/challenge/totp/verify", { code: oathtool(secret, host.clock.now()) });
    host.clock.advance(31_000);
    await anna.post("/mfa/challenge/totp/verify", { code: code(oathtool(secret, host.clock.now())) });
    await anna.get("/mfa/card/totp.png");
    await enrolApp(host, anna);
    await anna.post("/mfa/card/password", { password: code("another long password") });
    await anna.post("/mfa/card/email", { email: "anna@example.org" });
    await anna.post("/mfa/card/email/verify", { code: code(host.smtp.lastCode("anna@example.org")) });
    const kept = (await anna.post("/mfa/enrol/recovery-code")).json().codes as readonly string[];
    await anna.post("/mfa/enrol/recovery-code/verify");
    await anna.post("/mfa/challenge/recovery-code/verify", { code: code(kept[0] ?? "") });
    expect((await anna.post("/mfa/card/strategies/totp/remove")).status).to.equal(200);
    await anna.get("/mfa/operators");
    const stranger = host.browser();
    await stranger.post("/mfa/sign-in", { username: "my password in the wrong field", password: "x" });
    for (let time = 0; time < 6; time += 1)
      await stranger.post("/mfa/sign-in", { username: "anna", password: "a wrong password" });
    await anna.post("/mfa/sign-out");

    host.clock.advance(3_600_000);
    engineer = host.browser();
    await signInByScript(host, engineer, "ella");
    host.clock.advance(31_000);
    await engineer.post("/mfa/challenge/email-otp");
    host.clock.advance(600_001);
    await engineer.post("/mfa/challenge/email-otp/verify", {
      code: code(host.smtp.lastCode(mailOf("ella"))),
    });
    engineer = host.browser();
    await signInByScript(host, engineer, "ella");
    await engineer.post(`/mfa/operators/${id}`, { name: "Anna", email: mailOf("anna"), role: "operator" });
    const { browsers } = (await engineer.get(`/mfa/operators/${id}`)).json() as {
      browsers: { id: string }[];
    };
    await engineer.post(`/mfa/operators/${id}/browsers/${browsers[0]?.id}/end`);
    const reset = (await engineer.post(`/mfa/operators/${id}/reset`, { sure: true })).json();
    const handover = code((reset.handover as { readonly code: string }).code);
    host.clock.advance(3_600_000);
    const back = host.browser();
    await back.post("/mfa/sign-in", { username: "anna", password: "another long password" });
    await back.post("/mfa/handover", { code: "CCCC-CCCC-CCCC-CCCC" });
    await back.post("/mfa/handover", { code: handover });
    engineer = host.browser();
    await signInByScript(host, engineer, "ella");
    await engineer.post(`/mfa/operators/${id}/disable`);
    host.clock.advance(3_600_000);
    await stranger.post("/mfa/sign-in", { username: "anna", password: "another long password" });
    engineer = host.browser();
    host.clock.advance(31_000);
    await signInByScript(host, engineer, "ella");
    await engineer.post(`/mfa/operators/${id}/enable`);
    await engineer.post(`/mfa/operators/${id}/remove`, { sure: true });
    await engineer.post("/mfa/operators/import", { csv: "username\nbo\n", sure: true });
    const service = (
      await engineer.post("/mfa/service-keys", { name: "panel", scopes: ["x"], addresses: ["192.0.2.1"] })
    ).json().made as { readonly id: string; readonly key: string };
    await createApp(host, code(service.key)).get("/app");
    await engineer.post(`/mfa/service-keys/${service.id}/end`);
    await engineer.get("/mfa/operators/export.csv");
    await until(() => told.some(({ type }) => type === "exported"), 3000);

    const seen = new Set<string>(tail(told));
    // `closed` takes a hundred guesses, `copied` a copy of a key, `lost` a store that stays away, others an old cookie or the server's console: each has
    // a test of its own.
    const elsewhere = ["closed", "copied", "lost", "token-old", "break-glass", "restored"];
    const missing = auditTypes.filter((type) => !seen.has(type) && !elsewhere.includes(type));
    expect(missing).to.deep.equal([]);
    const everything = JSON.stringify(told) + (await engineer.get("/mfa/audit/export.csv")).text;
    for (const text of [...secrets, "my password in the wrong field"])
      expect(everything).to.not.include(text);
    expect(told.find(({ type }) => type === "policy-changed")?.details).to.deep.include({
      name: "strategies",
      before: "off",
      after: "email-otp, totp",
    });
    expect(told.filter(({ type }) => type === "refused").map(({ details }) => details)).to.deep.equal([
      [{ name: "page", after: "/operators" }],
    ]);
    expect(told.find(({ type }) => type === "edited")?.by).to.have.property("username", "ella");
  });

  it("is filtered, goes on page by page, and says what does not fit", async () => {
    await start();
    for (let number = 0; number < 60; number += 1) await host.mfa.operators.add({ username: `op${number}` });
    await until(() => told.filter(({ type }) => type === "added").length >= 61, 3000);
    const first = await get("?type=added");
    expect(first.lines).to.have.length(50);
    const second = await get(`?type=added&after=${first.next}`);
    expect(second.lines).to.have.length(11);
    expect(second).to.not.have.property("next");
    expect(new Set([...first.lines, ...second.lines].map(({ id }) => id)).size).to.equal(61);
    expect(tail((await get("?result=failure")).lines)).to.deep.equal([]);
    expect(tail((await get("?operator=op7")).lines)).to.deep.equal(["added"]);
    const today = new Date(host.clock.now()).toISOString().slice(0, 10);
    expect((await get(`?from=${today}&to=${today}&operator=op7`)).lines).to.have.length(1);
    const tomorrow = new Date(host.clock.now() + 86_400_000).toISOString().slice(0, 10);
    expect((await get(`?from=${tomorrow}`)).lines).to.have.length(0);
    const wrong = await engineer.get("/mfa/audit?from=yesterday&to=2026-02-30&type=nothing&result=maybe");
    expect(wrong.status).to.equal(422);
    expect(wrong.json().errors).to.deep.equal({ from: "date", to: "date", type: "choice", result: "choice" });
    for (const after of ["x", "../op:", "0000000000000.~"])
      expect((await engineer.get(`/mfa/audit?after=${after}`)).status, after).to.equal(404);
    const csv = await engineer.get("/mfa/audit/export.csv?operator=op7");
    expect(csv.text.split("\r\n")).to.have.length(3);
  });

  it("is for engineers; whoever else asks for it is in it", async () => {
    await start();
    await host.addOperator("anna");
    const anna = host.browser();
    await signInByScript(host, anna, "anna");
    for (const path of ["/audit", "/audit/export.csv"]) {
      expect((await anna.get(`/mfa${path}`)).status).to.equal(403);
      expect((await host.browser().get(`/mfa${path}`)).status).to.equal(401);
    }
    await until(() => told.filter(({ type }) => type === "refused").length === 2, 2000);
    expect(told.filter(({ type }) => type === "refused")).to.have.length(2);
  });

  it("makes few lines of a flood, and says how many tries they stand for", async () => {
    await start();
    const flood = host.browser({ headers: { "X-Forwarded-For": "198.51.100.9" } });
    for (let time = 0; time < 15; time += 1)
      await flood.post("/mfa/sign-in", { username: "nobody", password: "x" });
    host.clock.advance(61_000);
    await flood.post("/mfa/sign-in", { username: "somebody", password: "x" });
    await until(() => told.filter(({ address }) => address === "198.51.100.9").length >= 3, 3000);
    const lines = told.filter(({ type }) => type === "name-unknown");
    expect(lines.map(({ count = 1 }) => count).reduce((a, b) => a + b)).to.be.within(6, 16);
    expect(lines.length).to.be.lessThan(5);
  });

  it("breaks no line and turns no text by what a client calls itself", async () => {
    await start();
    const odd = host.browser({
      headers: { "User-Agent": "x\u0085<script>y", "X-Forwarded-For": "not an address" },
    });
    await odd.post("/mfa/sign-in", { username: "ella", password: "x" });
    await until(() => told.some(({ type }) => type === "password-wrong"), 2000);
    const line = told.find(({ type }) => type === "password-wrong");
    expect(line?.userAgent)
      .to.match(/^x.? <script>y$/)
      .and.not.match(/\p{Cc}/u);
    expect(line?.address).to.match(/^[\d.:a-f]+$/);
    expect((await engineer.open("/mfa/audit")).text).to.not.include("<script>y");
  });

  it("keeps lines for as long as the option says", async () => {
    await start({ options: { audit: { days: 2 } } });
    await settle(3);
    expect((await get()).lines.length).to.be.greaterThan(2);
    host.clock.advance(2 * 86_400_000);
    const again = host.browser();
    await signInByScript(host, again, "ella");
    await until(() => told.filter(({ type }) => type === "signed-in").length === 2, 2000);
    expect(tail((await get("", again)).lines)).to.deep.equal(["signed-in", "code-sent", "passed"]);
  });

  it("holds up no sign-in when it cannot be written, and catches up, each line once", async () => {
    const inner = memory();
    let broken = true;
    let tries = 0;
    const backend: Backend = {
      ...inner,
      async swap(key, ...values) {
        if (!key.startsWith("audit:")) return inner.swap(key, ...values);
        tries += 1;
        if (broken) throw new Error("no room");
        return inner.swap(key, ...values);
      },
    };
    await start({ storage: backend });
    expect((await engineer.get("/app")).status, "in").to.equal(200);
    await until(() => tries > 0, 2000);
    expect(told).to.deep.equal([]);
    expect(host.faults).to.have.length(1);
    broken = false;
    await settle(5);
    expect(tail(await linesOf("ella"))).to.deep.equal(["signed-in", "code-sent", "passed", "added"]);
  });

  it("fills the gap that a crash left, at the next touch of that operator, once", async () => {
    const inner = memory();
    const secret = "a secret of the audit suite, 32 bytes or more";
    let dead = false;
    await start({
      storage: {
        ...inner,
        close: async () => {},
        swap: (key, ...values) =>
          dead && key.startsWith("audit:") ? new Promise(() => {}) : inner.swap(key, ...values),
      },
      options: { secret },
    });
    await settle(5);
    dead = true;
    await engineer.post("/mfa/sign-out");
    const crashed = host;
    let writes = 0;
    const counted: Backend = {
      ...inner,
      swap(key, ...values) {
        if (key.startsWith("audit:")) writes += 1;
        return inner.swap(key, ...values);
      },
    };
    host = await startHost({ storage: counted, clock: crashed.clock, options: { secret } });
    told = [];
    const next = told;
    host.mfa.on("audit", (line) => next.push(line));
    host.clock.advance(31_000);
    engineer = host.browser();
    await signInByScript(host, engineer, "ella");
    await settle(4);
    await crashed.close();
    expect(tail(told)).to.have.members(["signed-out", "passed", "code-sent", "signed-in"]);
    expect(writes, "what is known to be written is not written again").to.equal(4);
    const lines = await linesOf("ella");
    expect(tail(lines).filter((type) => type === "signed-out")).to.have.length(1);
    expect(new Set(lines.map(({ id }) => id)).size).to.equal(lines.length);
  });

  it("tells that the second step was closed, after a hundred wrong codes", async () => {
    await start();
    await host.addOperator("anna");
    const anna = host.browser();
    await until(() => told.length >= 5, 2000);
    for (let time = 0; time < 100; time += 1) {
      host.clock.advance(2 * 3_600_000);
      await anna.post("/mfa/sign-in", { username: "anna", password: operatorPassword });
      await anna.post("/mfa/challenge/email-otp");
      await anna.post("/mfa/challenge/email-otp/verify", {
        code: notThe(host.smtp.lastCode(mailOf("anna"))),
      });
    }
    await until(() => told.some(({ type }) => type === "closed"), 3000);
    expect(told.filter(({ type }) => type === "closed")).to.have.length(1);
    expect(told.filter(({ type }) => type === "code-wrong").length).to.be.within(99, 100);
  }).timeout(60_000);

  it("says how many lines are missing where there was no room for them", async () => {
    const inner = memory();
    let broken = true;
    await start({
      storage: {
        ...inner,
        swap: (key, ...values) =>
          broken && key.startsWith("audit:")
            ? Promise.reject(new Error("no room"))
            : inner.swap(key, ...values),
      },
    });
    for (let number = 0; number < 1100; number += 1) await host.mfa.policy.change({ reauthDays: number % 2 });
    broken = false;
    const lostOnes = () =>
      told.filter(({ type }) => type === "lost").reduce((sum, { count = 1 }) => sum + count, 0);
    const writtenOnes = () => told.filter(({ type }) => type === "policy-changed").length;
    await until(() => lostOnes() > 0 && lostOnes() + writtenOnes() >= 1095, 10_000);
    const [lost, written] = [lostOnes(), writtenOnes()];
    expect(lost).to.be.within(90, 110);
    expect(lost + written).to.be.within(1095, 1110);
  }).timeout(30_000);

  it("writes nothing for a protected request", async () => {
    await start();
    await settle(5);
    const size = (await host.stored("audit:")).size;
    for (let time = 0; time < 20; time += 1) await engineer.get("/app");
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect((await host.stored("audit:")).size).to.equal(size);
  });

  it("tells of apps too, and a wrong form changes nothing", async () => {
    await start();
    host.clock.advance(31_000);
    const app = createApp(host, await signInApp(host, "ella"));
    expect(((await app.get("/mfa/audit")).json().lines as readonly AuditLine[])[0]).to.include({
      client: "app",
    });
    const page = await engineer.open("/mfa/audit");
    expect(formTo(page, "/audit")?.method).to.equal("get");
    expect((await engineer.post("/mfa/audit")).status).to.equal(405);
    expect(await host.mfa.operators.get(ella)).to.include({ username: "ella" });
  });
});
