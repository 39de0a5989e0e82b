import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { sqlite } from "../../storage/sqlite.js";
import { type Host, operatorPassword, startHost } from "../support/harness.js";
import { createApp, mailOf, signInByScript } from "../support/steps.js";
import { inBatches, tally } from "./tally.js";

/** What the budget of strangers has before the first wait. */
const free = 5;

async function openApp(host: Host, address: string) {
  const headers = { "X-Forwarded-For": address, "Content-Type": "application/json" };
  const body = JSON.stringify({ username: "anna", password: operatorPassword, client: "app" });
  const opened = await host.browser().request("/mfa/sign-in", { method: "POST", headers, body });
  expect(opened.status, opened.text).to.equal(200);
  return createApp(host, String(opened.json().token));
}

describe("guessing codes in parallel", () => {
  let host: Host;
  beforeEach(async () => {
    host = await startHost({ mode: "email", storage: "sqlite" });
    await host.addOperator("anna");
  });
  afterEach(() => host.close());

  it("tells five of two hundred in one sign-in that they are wrong, and lets the rest wait", async () => {
    const app = await openApp(host, "192.0.2.1");
    await app.post("/mfa/challenge/email-otp");
    const right = host.smtp.lastCode(mailOf("anna"));
    const guesses = Array.from({ length: 200 }, (_, index) => String(200_000 + index)).filter(
      (code) => code !== right,
    );
    const counts = tally(
      await Promise.all(guesses.map((code) => app.post("/mfa/challenge/email-otp/verify", { code }))),
    );
    expect(counts.ERR_MFA_CODE, JSON.stringify(counts)).to.equal(free);
    expect(counts.ERR_MFA_WAIT).to.equal(guesses.length - free);
    const late = await app.post("/mfa/challenge/email-otp/verify", { code: right });
    expect(late.json().code, "the right one waits as well").to.equal("ERR_MFA_WAIT");
    host.clock.advance(31_000);
    expect((await app.post("/mfa/challenge/email-otp/verify", { code: right })).json().state).to.equal(
      "signed-in",
    );
  });

  it("tells at most five so over two hundred sign-ins, each with one guess, all at once", async () => {
    const apps = await inBatches(200, 40, (index) => openApp(host, `198.51.100.${index}`));
    await Promise.all(apps.map((app) => app.post("/mfa/challenge/email-otp")));
    const answers = await Promise.all(
      apps.map((app) => app.post("/mfa/challenge/email-otp/verify", { code: "000000" })),
    );
    const counts = tally(answers);
    expect(counts.ERR_MFA_CODE ?? 0, JSON.stringify(counts)).to.be.at.most(free);
    expect(counts.ok ?? 0).to.equal(0);
    expect(answers.filter(({ status }) => status >= 500)).to.have.length(0);
  });

  it("counts the same over two processes' worth of us on one file", async () => {
    const folder = mkdtempSync(join(tmpdir(), "express-mfa-"));
    const file = join(folder, "shared.sqlite");
    const secret = "one secret for both of the two hosts";
    const hosts: Host[] = [];
    try {
      for (let index = 0; index < 2; index += 1) {
        hosts.push(await startHost({ mode: "email", storage: sqlite(file), options: { secret } }));
      }
      const [one, two] = hosts as [Host, Host];
      await one.addOperator("anna");
      const app = await openApp(one, "192.0.2.1");
      const sent = await app.post("/mfa/challenge/email-otp");
      expect(sent.status, sent.text).to.equal(200);
      const token = app.token;
      const both = [createApp(one, token), createApp(two, token)] as const;
      const answers = await Promise.all(
        Array.from({ length: 100 }, (_, index) =>
          both[index % 2 === 0 ? 0 : 1].post("/mfa/challenge/email-otp/verify", { code: "000000" }),
        ),
      );
      const counts = tally(answers);
      expect(counts.ERR_MFA_CODE ?? 0, JSON.stringify(counts)).to.be.within(1, free);
      expect(counts.ok ?? 0).to.equal(0);
    } finally {
      for (const each of hosts) await each.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe("guessing passwords in parallel", () => {
  let host: Host;
  before(async () => {
    host = await startHost({ mode: "email", storage: "sqlite" });
    await host.addOperator("anna");
  });
  after(() => host.close());

  const guess = (username: string, password: string, index: number) =>
    host
      .browser({ headers: { "X-Forwarded-For": `203.0.113.${index % 250}` } })
      .post("/mfa/sign-in", { username, password });

  for (const username of ["anna", "nobody"]) {
    it(`judges five of two hundred for the name ${username}`, async () => {
      const answers = await inBatches(200, 50, (index) => guess(username, `guess number ${index}`, index));
      const counts = tally(answers);
      expect(counts.ERR_MFA_CREDENTIALS, JSON.stringify(counts)).to.equal(free);
      expect(counts.ERR_MFA_WAIT).to.equal(195);
    });
  }
});

describe("a right password among wrong ones, all at once", () => {
  it("is refused when one address has used up what it has, over many names", async () => {
    const host = await startHost({ mode: "email", storage: "memory" });
    try {
      await host.addOperator("erik");
      const browser = host.browser();
      const answers = await inBatches(60, 60, (index) =>
        browser.post("/mfa/sign-in", {
          username: index === 40 ? "erik" : `nobody ${index}`,
          password: operatorPassword,
        }),
      );
      const counts = tally(answers);
      expect(counts, JSON.stringify(counts)).to.deep.equal({ ERR_MFA_CREDENTIALS: 20, ERR_MFA_WAIT: 40 });
    } finally {
      await host.close();
    }
  });

  it("is refused when the others have used up the budget before it was judged", async () => {
    // In memory nothing waits: it is let in to the judge before five are counted, and judged after ten others.
    const host = await startHost({ mode: "email", storage: "memory" });
    try {
      await host.addOperator("erik");
      const answers = await inBatches(60, 60, (index) =>
        host.browser({ headers: { "X-Forwarded-For": `203.0.113.${index}` } }).post("/mfa/sign-in", {
          username: "erik",
          password: index === 14 ? operatorPassword : `guess ${index}`,
        }),
      );
      const counts = tally(answers);
      expect(counts.ERR_MFA_CREDENTIALS, JSON.stringify(counts)).to.equal(free);
      expect(counts.ok ?? 0).to.equal(0);
    } finally {
      await host.close();
    }
  });
});

describe("a month of guessing by somebody who has the password", () => {
  it("comes to a hundred guesses; then the password is asked to be changed, and the owner is in all the while", async function () {
    this.timeout(120_000);
    const host = await startHost({ mode: "email", storage: "sqlite", reauthDays: 0 });
    try {
      await host.addOperator("anna");
      const owner = host.browser();
      await signInByScript(host, owner, "anna");
      const start = host.clock.now();
      const month = 30 * 24 * 3_600_000;
      let judged = 0;
      let closed = false;
      let round = 0;
      while (host.clock.now() - start < month) {
        round += 1;
        if (closed && round % 50 === 0) host.clock.advance(24 * 3_600_000);
        const app = await openApp(host, `198.51.${round % 250}.7`);
        const sent = await app.post("/mfa/challenge/email-otp");
        if (sent.status === 403) {
          closed = true;
          host.clock.advance(24 * 3_600_000);
          continue;
        }
        if (sent.status === 429) {
          host.clock.advance(Number(sent.json().retryAfter) * 1000);
          continue;
        }
        const right = host.smtp.lastCode(mailOf("anna"));
        const answer = await app.post("/mfa/challenge/email-otp/verify", {
          code: right === "000000" ? "000001" : "000000",
        });
        if (answer.json().code === "ERR_MFA_CODE") judged += 1;
        else if (answer.status === 429) host.clock.advance(Number(answer.json().retryAfter) * 1000);
        if (judged === 50) {
          // The owner's own success, on the browser that is known, takes nothing off the stranger's count.
          const known = await signInByScript(host, owner, "anna");
          expect(known.json().state).to.equal("signed-in");
        }
      }
      expect(judged).to.equal(100);
      expect(closed).to.equal(true);

      const warnings = host.smtp.mailsTo(mailOf("anna")).map(({ subject }) => subject);
      expect(warnings).to.include("Somebody seems to know your password for Net2");

      const stranger = await openApp(host, "192.0.2.9");
      expect((await stranger.post("/mfa/challenge/email-otp")).json().code).to.equal(
        "ERR_MFA_PASSWORD_CHANGE",
      );
      expect((await signInByScript(host, owner, "anna")).json()).to.include({
        state: "signed-in",
        passwordChange: true,
      });
      await changePassword(host, owner);
      const opened = host.browser();
      await opened.post("/mfa/sign-in", { username: "anna", password: "another good passphrase" });
      await opened.post("/mfa/challenge/email-otp");
      const last = await opened.post("/mfa/challenge/email-otp/verify", {
        code: host.smtp.lastCode(mailOf("anna")),
      });
      expect(last.json()).to.include({ state: "signed-in", passwordChange: false });
    } finally {
      await host.close();
    }
  });
});

async function changePassword(host: Host, owner: ReturnType<Host["browser"]>): Promise<void> {
  await owner.post("/mfa/challenge/email-otp");
  await owner.post("/mfa/challenge/email-otp/verify", { code: host.smtp.lastCode(mailOf("anna")) });
  const changed = await owner.post("/mfa/card/password", { password: "another good passphrase" });
  expect(changed.status, changed.text).to.equal(200);
  host.clock.advance(60_000);
}
