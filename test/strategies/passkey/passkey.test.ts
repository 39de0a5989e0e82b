import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { expect } from "chai";
import type { Services } from "../../../lib/kit/index.js";
import { anna, servicesFor } from "../../../lib/testing/strategy-services.js";
import { type PasskeyOptions, passkey } from "../../../strategies/index.js";
import { consume, type Own } from "../../../strategies/passkey/credential.js";
import { createAuthenticator } from "../../support/authenticator.js";

describe("passkey()", () => {
  const optionsFor = async (options: PasskeyOptions, given: Partial<Services> = {}) => {
    const strategy = passkey(options);
    await strategy.ready?.();
    const services = servicesFor(strategy, given);
    const begun = (await strategy.enrol?.begin(services, [])) as { options: Record<string, unknown> };
    const alone = await strategy.passwordless?.challenge(services, "ticket");
    return { ...begun, alone: alone?.show?.options as Record<string, unknown> };
  };

  it("is for the host by which it was reached, or for the domain that the option says", async () => {
    const origins = ["https://net2.example.com:8443", "https://other.example"];
    const here = await optionsFor({}, { origins });
    expect(here.options.rp).to.deep.equal({ id: "net2.example.com", name: "Net2" });
    expect(here.alone.rpId).to.equal("net2.example.com");
    const above = await optionsFor({ rpId: "example.com" }, { origins });
    expect([above.options.rp, above.alone.rpId]).to.deep.equal([
      { id: "example.com", name: "Net2" },
      "example.com",
    ]);
  });

  it("asks for a check of who is there as the option says, and always where it is all that there is", async () => {
    const usual = await optionsFor({ userVerification: undefined });
    expect(usual.options.authenticatorSelection).to.deep.include({ userVerification: "preferred" });
    expect(usual.alone.userVerification).to.equal("required");
    const strict = await optionsFor({ userVerification: "required" });
    expect(strict.options.authenticatorSelection).to.deep.include({ userVerification: "required" });
  });

  it("takes no answer of a device that checked nobody, where the option says that it must", async () => {
    const device = createAuthenticator();
    for (const userVerification of ["preferred", "required"] as const) {
      const strategy = passkey({ userVerification });
      await strategy.ready?.();
      const services = servicesFor(strategy);
      const begun = (await strategy.enrol?.begin(services, [])) as { options: never };
      const made = { response: JSON.stringify(device.create(begun.options)) };
      const enrolled = await strategy.enrol?.finish(services, begun, made);
      if (!enrolled?.right) throw new Error("not enrolled");
      const held = { id: "key", own: enrolled.own };
      const start = await strategy.challenge?.(services, held, [held]);
      const answer = device.get(start?.show?.options as never, { verifies: false });
      const finding = await strategy.judge(services, held, { response: JSON.stringify(answer) }, start?.data);
      expect(finding.right).to.equal(userVerification === "preferred");
      if (finding.right) expect(finding.amr).to.deep.equal(["hwk", "user"]);
    }
  });

  it("tells the device no more of its owner than a meaningless id and what they are called", async () => {
    const { options } = await optionsFor({});
    expect(options.user).to.deep.equal({
      id: Buffer.from(anna.id).toString("base64url"),
      name: "anna",
      displayName: "Anna Lind",
    });
    expect(options.attestation).to.equal("none");
  });

  it("refuses options that do not fit, and quotes them", () => {
    const wrong: readonly unknown[] = [
      "https://a.example",
      "a.example:443",
      "A.example",
      "",
      "127.0.0.1",
      "a b",
      7,
      null,
    ];
    for (const rpId of wrong)
      expect(() => passkey({ rpId: rpId as string }), String(rpId)).to.throw(
        'passkey(): option "rpId" must be',
      );
    expect(() => passkey({ userVerification: "discouraged" as "required" })).to.throw('"discouraged"');
    expect(() => passkey({ rpID: "a.example" } as object)).to.throw(
      'unknown option "rpID"; did you mean "rpId"?',
    );
    expect(passkey({ rpId: undefined }).id).to.equal("passkey");
  });

  it("moves a counter on and never back; a device that does not count stays at 0", () => {
    const own: Own = {
      ...{ id: "a", publicKey: "b", counter: 5, rpId: "c", transports: [], aaguid: "d" },
      ...{ synced: false, backedUp: false },
    };
    expect(consume(own, { counter: 6, backedUp: true })).to.deep.equal({
      ...own,
      counter: 6,
      backedUp: true,
    });
    for (const counter of [5, 4, 0]) expect(consume(own, { counter, backedUp: false })).to.equal(undefined);
    const never = { ...own, counter: 0 };
    expect(consume(never, { counter: 0, backedUp: false })).to.deep.equal(never);
    expect(consume(never, { counter: 1, backedUp: false })).to.deep.equal({ ...never, counter: 1 });
  });
});

const root = fileURLToPath(new URL("../../..", import.meta.url));
const { resolve } = createRequire(import.meta.url);
const tsx = pathToFileURL(resolve("tsx")).href;

describe("passkey(), where its library is not installed", () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "express-mfa-bare-"));
    for (const path of ["strategies", "lib", "package.json"])
      cpSync(join(root, path), join(folder, path), { recursive: true });
    mkdirSync(join(folder, "node_modules"));
    const needed = [
      "otplib",
      "qrcode",
      "@node-rs",
      "@zxcvbn-ts",
      "zod",
      "@otplib",
      "@scure",
      "@noble",
      "keyv",
    ];
    for (const name of needed)
      cpSync(join(root, "node_modules", name), join(folder, "node_modules", name), { recursive: true });
  });
  after(() => rmSync(folder, { recursive: true }));

  it("is there among the others, and says at start how to install it", () => {
    const code = `
      import { passkey } from "./strategies/passkey/index.js";
      const strategy = passkey();
      await strategy.ready().catch(({ code, message }) => console.log(JSON.stringify({ code, message })));`;
    writeFileSync(join(folder, "start.ts"), code);
    const { stdout, stderr } = spawnSync(process.execPath, ["--import", tsx, "start.ts"], {
      cwd: folder,
      encoding: "utf8",
    });
    expect(stderr).to.equal("");
    expect(JSON.parse(stdout)).to.deep.equal({
      code: "ERR_MFA_ADAPTER",
      message:
        "@simplewebauthn/server is not installed: npm install @simplewebauthn/server@14 @simplewebauthn/browser@14",
    });
  });
});
