import type { PublicKeyCredentialCreationOptionsJSON } from "@simplewebauthn/server";
import { expect } from "chai";
import type { AuditLine } from "../../lib/index.js";
import type { Authenticator } from "../support/authenticator.js";
import type { Browser } from "../support/browser.js";
import type { Host } from "../support/harness.js";
import {
  deviceAt,
  enrolPasskey,
  keptPasskeys,
  offered,
  signInAlone,
  startPasskeyHost,
} from "../support/passkeys.js";
import { signInByScript, typePassword } from "../support/steps.js";
import { until } from "../support/until.js";

/** What an engineer, another operator or a stranger is told of somebody's passkey, and what is written down of it. */
describe("attacks on what is kept of a passkey", () => {
  let host: Host;
  let anna: Browser;
  let ella: Browser;
  let annaId: string;
  let device: Authenticator;
  let publicKey: string;
  let kept: string;
  const audited: AuditLine[] = [];
  const logged: string[] = [];
  beforeEach(async () => {
    audited.length = 0;
    logged.length = 0;
    const log = (...args: unknown[]) => void logged.push(JSON.stringify(args));
    host = await startPasskeyHost({ options: { logger: { info: log, warn: log, error: log } } });
    host.mfa.on("audit", (line) => audited.push(line));
    await host.addOperator("ella", { role: "engineer" });
    ({ id: annaId } = await host.addOperator("anna"));
    [anna, ella] = [host.browser(), host.browser()];
    await signInByScript(host, anna, "anna");
    await signInByScript(host, ella, "ella");
    device = deviceAt(host);
    const { options } = (await anna.post("/mfa/enrol/passkey")).json();
    const response = device.create(options as PublicKeyCredentialCreationOptionsJSON);
    // The key is the end of what the device attests: 77 bytes of COSE on P-256.
    publicKey = Buffer.from(response.response.attestationObject, "base64url")
      .subarray(-77)
      .toString("base64url");
    await anna.post("/mfa/enrol/passkey/verify", {
      name: "Anna's phone",
      response: JSON.stringify(response),
    });
    kept = (await keptPasskeys(anna))[0]?.id ?? "";
  });
  afterEach(() => host.close());

  /** As they may be written: as text, in a URL, in another alphabet, as bytes. */
  const forms = (text: string) => {
    const bytes = Buffer.from(text, "base64url");
    const plain = [
      text,
      bytes.toString("base64"),
      bytes.toString("base64").replace(/=+$/, ""),
      bytes.toString("hex"),
    ];
    return [...plain, ...plain.map(encodeURIComponent)];
  };
  const holds = (text: string, secrets: readonly string[]) => secrets.filter((one) => text.includes(one));
  const engineers = () => [
    "/mfa/operators",
    `/mfa/operators/${annaId}`,
    "/mfa/operators/export.csv",
    "/mfa/operators/import",
    "/mfa/audit",
    "/mfa/audit/export.csv",
    "/mfa/settings",
    "/mfa/service-keys",
    "/mfa/health",
  ];
  const use = async () => {
    await signInAlone(host.browser(), device);
    await signInAlone(host.browser(), device, { counter: 1 }); // a copy
    await signInAlone(host.browser(), device, { client: { challenge: "AAAA" } });
    await until(() => audited.filter(({ type }) => type === "copied").length === 1, 3000);
    await until(() => host.smtp.mails.some(({ subject }) => /have a copy/.test(subject)), 3000);
  };

  it("shows engineers which strategy it is, and neither its ids, nor its key, nor what it is called, but in the audit", async () => {
    await use();
    const secrets = [...forms(device.id), ...forms(publicKey), kept];
    for (const path of engineers()) {
      const [json, page] = [await ella.get(path), await ella.open(path)];
      expect(json.status, path).to.equal(200);
      for (const { text } of [json, page]) {
        expect(holds(text, secrets), path).to.deep.equal([]);
        if (!path.includes("audit"))
          expect(text, path).to.not.include("Anna's phone").and.not.include("Anna&#39;s");
      }
    }
    const { subject } = (await ella.get(`/mfa/operators/${annaId}`)).json() as {
      subject: { strategies: string[] };
    };
    expect(subject.strategies).to.deep.equal(["passkey", "email-otp"]);
  });

  it("opens no door for an engineer to one of somebody else's", async () => {
    await enrolPasskey(ella, deviceAt(host), "Ella's");
    const paths = [
      `/mfa/card/strategies/passkey/${kept}/remove`,
      `/mfa/card/strategies/passkey/${kept}/name`,
      `/mfa/operators/${annaId}/strategies/passkey/${kept}/remove`,
      `/mfa/operators/${annaId}/passkey/remove`,
    ];
    for (const path of paths) expect((await ella.post(path, { name: "x" })).status, path).to.equal(404);
    for (const path of [`/mfa/operators/${annaId}/passkey.svg`, `/mfa/operators/${annaId}/passkey.png`])
      expect((await ella.get(path)).status, path).to.be.oneOf([403, 404]);
    expect(await keptPasskeys(anna)).to.have.length(1);
  });

  it("shows an operator nothing of another, and a demoted engineer no more than that", async () => {
    await host.addOperator("erik");
    await host.addOperator("nils", { role: "engineer" });
    const [erik, nils] = [host.browser(), host.browser()];
    await signInByScript(host, erik, "erik");
    await signInByScript(host, nils, "nils");
    expect((await nils.get(`/mfa/operators/${annaId}`)).status).to.equal(200);
    const found = await host.mfa.operators.find("nils");
    await host.mfa.operators.update(found?.id ?? "", { role: "operator" });
    for (const browser of [erik, nils])
      for (const path of engineers()) {
        const answer = await browser.get(path);
        expect(answer.status, path).to.equal(403);
        expect(holds(answer.text, [annaId, kept, device.id])).to.deep.equal([]);
      }
    const begun = await erik.post("/mfa/enrol/passkey");
    expect(holds(begun.text, [annaId, kept, device.id])).to.deep.equal([]);
  });

  it("shows its owner no more than its name and times, and a stranger nothing, before the password was right", async () => {
    for (const answer of [await anna.get("/mfa/card"), await anna.open("/mfa/card")])
      expect(holds(answer.text, [...forms(device.id), ...forms(publicKey)])).to.deep.equal([]);
    const stranger = host.browser();
    const secrets = [annaId, Buffer.from(annaId).toString("base64url"), kept, ...forms(device.id)];
    const page = await stranger.open("/mfa/");
    const offer = JSON.stringify(await offered(stranger));
    const wrong = await stranger.post("/mfa/sign-in", { username: "anna", password: "wrong" });
    const forgot = await stranger.post("/mfa/forgot", { username: "anna" });
    const failed = await signInAlone(stranger, device, { client: { challenge: "AAAA" } });
    for (const text of [page.text, offer, wrong.text, forgot.text, failed.text])
      expect(holds(text, secrets)).to.deep.equal([]);
    // With the right one, the ids that a browser must know to ask the right device, and nothing else.
    const known = host.browser();
    await typePassword(known, "anna");
    const started = await known.post("/mfa/challenge/passkey");
    expect(started.text).to.include(device.id);
    expect(holds(started.text, [kept, annaId, ...forms(publicKey)])).to.deep.equal([]);
    expect(started.text).to.not.include("Anna's phone");
  });

  it("writes neither ids nor key into a mail, a line of the audit, an event, a fault, a log, or in clear into the store", async () => {
    await use();
    const secrets = [...forms(device.id), ...forms(publicKey), kept];
    const mails = host.smtp.mails.map(
      ({ subject, text, html, raw }) => `${subject}\n${text}\n${html}\n${raw}`,
    );
    const stored = [...(await host.stored()).entries()].map(([key, value]) => `${key} ${value}`);
    const written = [
      ...mails,
      ...audited.map((line) => JSON.stringify(line)),
      ...host.events.map(({ event }) => JSON.stringify(event)),
      ...host.faults.map((fault) => String(fault)),
      ...logged,
      ...stored,
    ];
    expect(logged.length).to.be.above(0);
    for (const text of written) expect(holds(text, secrets), text.slice(0, 200)).to.deep.equal([]);
    for (const text of mails) expect(holds(text, [annaId])).to.deep.equal([]);
  });
});
