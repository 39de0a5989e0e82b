import { expect } from "chai";
import { memory } from "../../storage/memory.js";
import { createFaultyBackend, type FaultyBackend } from "../support/faulty-backend.js";
import { type Host, operatorPassword, startHost } from "../support/harness.js";
import type { Answer } from "../support/http.js";
import { formTo, mailOf, notThe, signInByScript } from "../support/steps.js";

describe("when the storage does not answer", () => {
  let host: Host;
  let backend: FaultyBackend;
  beforeEach(async () => {
    backend = createFaultyBackend(memory());
    host = await startHost({ storage: backend, options: { staleness: 0 } });
    await host.addOperator("anna");
  });
  afterEach(() => host.close());

  function expectClosed(answer: Answer, what: string): void {
    expect(answer.status, what).to.equal(503);
    expect(answer.json().code, what).to.equal("ERR_MFA_STORAGE");
    expect(answer.text, what).not.to.match(/ECONNREFUSED|10\.0\.0\.7|did not answer within/);
  }

  it("says it on a page that looks as always: style and script are nobody's, and asked of no storage", async () => {
    const browser = host.browser();
    await signInByScript(host, browser, "anna");
    backend.mode = "fail";
    const page = await browser.open("/mfa/card");
    expect(page.status).to.equal(503);
    const files = [...page.text.matchAll(/(?:href|src)="(\/mfa\/assets\/[^"]+)"/g)].map(
      ([, path = ""]) => path,
    );
    expect(files).to.have.length(2);
    for (const path of files) {
      const file = await browser.request(path);
      expect(file.status, path).to.equal(200);
      expect(file.headers["content-type"], path).to.match(/^text\/(css|javascript)/);
    }
  });

  for (const mode of ["fail", "hang"] as const) {
    it(`answers 503 within 2 s everywhere, and is as before when it is back: ${mode}`, async () => {
      const browser = host.browser();
      await signInByScript(host, browser, "anna");
      const pending = host.browser();
      host.clock.advance(60_000);
      await pending.post("/mfa/sign-in", { username: "anna", password: operatorPassword });
      await pending.post("/mfa/challenge/email-otp");
      const code = host.smtp.lastCode(mailOf("anna"));
      const before = await host.state();

      backend.mode = mode;
      const start = performance.now();
      const answers = await Promise.all([
        browser.get("/app"),
        browser.post("/app"),
        browser.get("/app/fresh"),
        browser.get("/mfa/"),
        browser.get("/mfa/card"),
        browser.post("/mfa/sign-out"),
        host.browser().get("/mfa/"),
        host.browser().post("/mfa/sign-in", { username: "anna", password: operatorPassword }),
        host.browser().post("/mfa/sign-in", { username: "nobody", password: "x" }),
        pending.post("/mfa/challenge/email-otp"),
        pending.post("/mfa/challenge/email-otp/verify", { code }),
      ]);
      expect(performance.now() - start).to.be.below(2000);
      for (const [index, answer] of answers.entries()) expectClosed(answer, `answer ${index}`);
      expect(host.faults.map((fault) => (fault as { code?: string }).code)).to.include("ERR_MFA_STORAGE");
      const page = await browser.open("/app");
      expect(page.status).to.equal(503);
      expect(page.words).to.include("cannot be reached right now");

      backend.mode = "work";
      expect(await host.state()).to.deep.equal(before);
      expect((await browser.get("/app")).status).to.equal(200);
      expect((await pending.post("/mfa/challenge/email-otp/verify", { code })).status).to.equal(200);
    }).timeout(10_000);
  }

  it("shows a public page all the same, with nobody signed in", async () => {
    const browser = host.browser();
    await signInByScript(host, browser, "anna");
    expect((await browser.get("/hello")).text).to.include("anna");
    backend.mode = "fail";
    const hello = await browser.get("/hello");
    expect(hello.status).to.equal(200);
    expect(hello.json().user).to.equal(null);
  });

  it("counts no failure for a code that could not be judged", async () => {
    const browser = host.browser();
    await browser.post("/mfa/sign-in", { username: "anna", password: operatorPassword });
    await browser.post("/mfa/challenge/email-otp");
    const code = host.smtp.lastCode(mailOf("anna"));
    backend.mode = "fail";
    for (let time = 0; time < 10; time++)
      await browser.post("/mfa/challenge/email-otp/verify", { code: notThe(code) });
    backend.mode = "work";
    expect((await browser.post("/mfa/challenge/email-otp/verify", { code })).status).to.equal(200);
  });
});

describe("when something in the storage is gone or is not what it was", () => {
  let host: Host;
  beforeEach(async () => {
    host = await startHost({ storage: createFaultyBackend(memory()), options: { staleness: 0 } });
    await host.addOperator("anna");
  });
  afterEach(() => host.close());

  const put = async (key: string, next: string | undefined) => {
    const [previous] = await host.backend.read([key]);
    expect(await host.backend.swap(key, previous, next), key).to.equal(true);
  };

  it("is closed without the policy: 503, nobody in, and no new set-up", async () => {
    const browser = host.browser();
    await signInByScript(host, browser, "anna");
    await put("system:system", undefined);
    for (const answer of [
      await browser.get("/app"),
      await browser.get("/mfa/"),
      await host.browser().get("/mfa/"),
      await browser.get("/mfa/card"),
      await host.browser().post("/mfa/sign-in", { username: "anna", password: operatorPassword }),
      await browser.post("/mfa/challenge/email-otp"),
    ]) {
      expect(answer.status).to.equal(503);
      expect(answer.json().code).to.equal("ERR_MFA_CLOSED");
    }
    expect((await host.stored("system:")).size).to.equal(0);
  });

  it("knows nobody whose record is gone: 401", async () => {
    const browser = host.browser();
    await signInByScript(host, browser, "anna");
    const [key = ""] = (await host.stored("op:")).keys();
    await put(key, undefined);
    expect((await browser.get("/app")).status).to.equal(401);
    expect((await browser.get("/mfa/card")).status).to.equal(401);
    const again = await browser.post("/mfa/sign-in", { username: "anna", password: operatorPassword });
    expect(again.json().code).to.equal("ERR_MFA_CREDENTIALS");
  });

  it("takes no record that was moved, changed or cut: 503, and the host is told", async () => {
    await host.addOperator("erik");
    const browser = host.browser();
    await signInByScript(host, browser, "anna");
    const anna = await host.mfa.operators.find("anna");
    const erik = await host.mfa.operators.find("erik");
    const records = await host.stored("op:");
    const own = records.get(`op:${anna?.id}`) ?? "";
    const other = records.get(`op:${erik?.id}`) ?? "";
    const flipped = own.replace(
      /(.{40})(.)/,
      (_, start: string, one: string) => start + (one === "A" ? "B" : "A"),
    );
    for (const raw of [
      other,
      flipped,
      own.slice(0, 60),
      "{}",
      "",
      "null",
      '{"value":1}',
      '{"value":"v1.x.y"}',
    ]) {
      await put(`op:${anna?.id}`, raw);
      host.faults.length = 0;
      const answer = await browser.get("/app");
      expect(answer.status, raw.slice(0, 30)).to.equal(503);
      expect(answer.json().code).to.equal("ERR_MFA_STORAGE");
      expect(host.faults).to.have.length(1);
      expect(
        (await browser.post("/mfa/sign-in", { username: "anna", password: operatorPassword })).status,
      ).to.equal(503);
    }
    await put(`op:${anna?.id}`, own);
    expect((await browser.get("/app")).status).to.equal(200);
  });

  it("has a page for it", async () => {
    await put("system:system", undefined);
    const page = await host.browser().open("/app");
    expect(page.status).to.equal(503);
    expect(page.words).to.include("nobody is let in");
    expect(formTo(page, "/sign-in")).to.equal(undefined);
  });
});
