import * as argon2 from "@node-rs/argon2";
import * as bcrypt from "@node-rs/bcrypt";
import { expect } from "chai";
import { MfaError } from "../../lib/index.js";
import { password } from "../../strategies/index.js";
import { type Host, operatorPassword, startHost } from "../support/harness.js";
import { oathtool } from "../support/oathtool.js";

describe("the operators, for the host's own code", () => {
  let host: Host;
  before(async () => {
    host = await startHost();
  });
  after(() => host.close());

  it("says so when an id that nobody has is disabled or enabled", async () => {
    const { id } = await host.addOperator("anna");
    for (const act of ["disable", "enable"] as const) {
      for (const wrong of ["", "nobody", `${id}x`]) {
        const refused = await host.mfa.operators[act](wrong).catch((error: unknown) => error);
        expect(refused, `${act} ${wrong}`).to.be.instanceOf(MfaError).and.include({ code: "ERR_MFA_INPUT" });
      }
      await host.mfa.operators[act](id);
    }
  });

  it("takes people over with what they have: bcrypt and Argon2 hashes, and the secret of an app", async () => {
    const secret = "JBSWY3DPEHPK3PXP";
    const hashes = {
      bo: await bcrypt.hash(operatorPassword, { cost: 10 }),
      cy: (await bcrypt.hash(operatorPassword, { cost: 4 })).replace("$2b$", "$2y$"),
      di: await argon2.hash(operatorPassword, {
        memoryCost: 4096,
        timeCost: 3,
        algorithm: 1,
      }),
    };
    await host.mfa.policy.change({ mode: "app" });
    for (const [username, password] of Object.entries(hashes)) {
      await host.mfa.operators.add({ username, existing: { password, totp: "jbsw y3dp ehpk 3pxp" } });
      const kept = async () => JSON.stringify(await host.mfa.operators.find(username));
      expect(await kept())
        .to.not.include("$")
        .and.not.include(secret);
      const wrong = await host.browser().post("/mfa/sign-in", { username, password: "not that one at all" });
      expect(wrong.status, username).to.equal(401);
      const browser = host.browser();
      const first = await browser.post("/mfa/sign-in", { username, password: operatorPassword });
      expect(first.json(), username).to.include({ state: "challenge", strategy: "totp" });
      const code = oathtool(secret, host.clock.now());
      const second = await browser.post("/mfa/challenge/totp/verify", { code });
      expect(second.json(), username).to.include({ state: "signed-in" });
      host.clock.advance(31_000);
    }
  });

  it("makes such a hash anew at the next sign-in, with the parameters of today", async () => {
    await host.mfa.policy.change({ mode: "off" });
    const judged: string[] = [];
    const passwords = password();
    const spied: typeof passwords = {
      ...passwords,
      judge: (services, held, ...rest) => {
        if (held !== undefined) judged.push(held.own.hash);
        return passwords.judge(services, held, ...rest);
      },
    };
    const other = await startHost({ mode: "off", options: { strategies: [spied] } });
    try {
      const old = await bcrypt.hash("a long password of the past", { cost: 6 });
      await other.mfa.operators.add({ username: "bo", existing: { password: old } });
      for (let time = 0; time < 2; time += 1) {
        const body = { username: "bo", password: "a long password of the past" };
        expect((await other.browser().post("/mfa/sign-in", body)).json()).to.include({ state: "signed-in" });
      }
      expect(judged[0]).to.equal(old);
      expect(judged[1]).to.match(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    } finally {
      await other.close();
    }
  });

  it("refuses what it cannot take over, by field, and adds nobody", async () => {
    const refused: readonly (readonly [object, string])[] = [
      [{ existing: { password: "not a hash" } }, "existing.password"],
      [
        { existing: { password: "$2b$31$abcdefghijklmnopqrstuuKn8sGBqLr1x4bb3xqvbNnRzoFDvjOvS" } },
        "existing.password",
      ],
      [{ existing: { password: "$2b$10$short" } }, "existing.password"],
      [
        { existing: { password: "$argon2id$v=19$m=4194304,t=3,p=1$c29tZXNhbHQ$aGFzaGhhc2hoYXNoaGFzaA" } },
        "existing.password",
      ],
      ...[
        "$argon2id$v=19$m=262144,t=16,p=1$c29tZXNhbHQ$aGFzaGhhc2hoYXNoaGFzaA", // dear
        "$argon2id$v=19$m=4096,t=2,p=32768$c29tZXNhbHQ$aGFzaGhhc2hoYXNoaGFzaA",
        "$argon2id$v=19$m=4096,t=2,p=1$c29tZXNhbHQ$aGFzaA", // guessed before long
        "$2b$00$abcdefghijklmnopqrstuuKn8sGBqLr1x4bb3xqvbNnRzoFDvjOvS",
      ].map((hash) => [{ existing: { password: hash } }, "existing.password"] as const),
      [{ existing: { totp: `JBSWY3DPEHPK3PXP${"=".repeat(60_000)}!` } }, "existing.totp"],
      [{ existing: { totp: "JBSWY3DP" } }, "existing.totp"],
      [{ existing: { totp: "not base32 at all!" } }, "existing.totp"],
      [{ existing: { "email-otp": "x" } }, "existing.email-otp"],
      [{ existing: { nothing: "x" } }, "existing.nothing"],
      [
        { password: operatorPassword, existing: { password: await bcrypt.hash("x", { cost: 4 }) } },
        "password",
      ],
    ];
    for (const [more, field] of refused) {
      const error = await host.mfa.operators
        .add({ username: "eve", ...more })
        .catch((thrown: unknown) => thrown);
      expect(error, JSON.stringify(more)).to.be.instanceOf(MfaError).and.include({ code: "ERR_MFA_INPUT" });
      expect((error as MfaError).errors).to.have.all.keys(field);
    }
    expect(await host.mfa.operators.find("eve")).to.equal(undefined);
  });

  it("lists, edits and removes them, and imports them whole or not at all", async () => {
    expect(await host.mfa.operators.import("username,role\nfay,\ngus,engineer\n")).to.equal(2);
    const fay = await host.mfa.operators.find("fay");
    const id = fay?.id ?? "";
    expect(await host.mfa.operators.update(id, { email: "fay@example.org", name: "Fay" })).to.deep.equal({
      ...fay,
      email: "fay@example.org",
      name: "Fay",
    });
    expect(await host.mfa.operators.update(id, { name: null })).to.not.have.property("name");
    const { operators } = await host.mfa.operators.list({ search: "fay@" });
    expect(operators.map(({ username }) => username)).to.deep.equal(["fay"]);
    await host.mfa.operators.remove(id);
    expect(await host.mfa.operators.get(id)).to.equal(undefined);
    const error = await host.mfa.operators
      .import("username,email\nfay,\nGUS,x\n")
      .catch((thrown: MfaError) => thrown);
    expect(error).to.have.property("errors").that.deep.equals({
      "line 3, email": "address",
      "line 3, username": "taken",
    });
    expect(await host.mfa.operators.find("fay")).to.equal(undefined);
  });
});
