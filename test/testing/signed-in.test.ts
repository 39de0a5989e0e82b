import { expect } from "chai";
import request from "supertest";
import { signedIn } from "../../lib/testing/index.js";
import { emailOtp, external, password, totp } from "../../strategies/index.js";
import { type Host, startHost } from "../support/harness.js";

describe("express-mfa/testing", () => {
  let host: Host;
  afterEach(() => host.close());

  for (const mode of ["off", "email", "app", "either"] as const) {
    it(`signs somebody in with all that the policy asks, in one line: ${mode}`, async () => {
      host = await startHost({ mode });
      const anna = await signedIn(host.mfa, { username: "anna" });
      await request(host.app).get("/app").set(anna.headers).expect(200);
      await request(host.app).post("/app").set(anna.headers).expect(200);
      await request(host.app).get("/app/fresh").set(anna.headers).expect(200);
      await request(host.app).get("/mfa/settings").set(anna.headers).expect(403);
      expect(anna.operator).to.include({ username: "anna", role: "operator" });
      expect(host.smtp.mails).to.deep.equal([]);
    });
  }

  it("as an engineer, an app, or somebody whose proof is old; again, and beside what they have", async () => {
    host = await startHost();
    const ella = await signedIn(host.mfa, { username: "ella", role: "engineer", client: "app" });
    await request(host.app).get("/mfa/settings").set(ella.headers).expect(200);
    const old = await signedIn(host.mfa, { username: "ella", age: 301 });
    await request(host.app).get("/app").set(old.headers).expect(200);
    await request(host.app).get("/app/fresh").set(old.headers).expect(401);
    await request(host.app).get("/app/fresh").set(ella.headers).expect(200);
    await host.addOperator("bo");
    const bo = await signedIn(host.mfa, { username: "bo" });
    await request(host.app).get("/app").set(bo.headers).expect(200);
    await host.mfa.operators.disable(bo.operator.id);
    await request(host.app).get("/app").set(bo.headers).expect(401);
  });

  it("with the login of the host, and on https", async () => {
    host = await startHost({
      origin: "https://net2.example.com",
      options: { strategies: [external({ signInUrl: "/login" }), emailOtp(), totp()] },
    });
    const tester = await signedIn(host.mfa);
    await request(host.app).get("/app").set(tester.headers).expect(200);
  });

  it("is no way in: it needs the object, an operator who may sign in, and a process that is not production", async () => {
    host = await startHost({ options: { strategies: [password(), emailOtp(), totp()] } });
    const before = process.env.NODE_ENV;
    process.env.NODE_ENV = "production";
    try {
      const refused = await signedIn(host.mfa).catch((error: unknown) => error);
      expect(refused).to.have.property("message").that.includes("production");
    } finally {
      if (before === undefined) delete process.env.NODE_ENV;
      else process.env.NODE_ENV = before;
    }
    expect(await host.mfa.operators.find("tester")).to.equal(undefined);
    for (const wrong of [{ ...host.mfa }, {}])
      expect(await signedIn(wrong as never).catch(({ code }) => code)).to.equal("ERR_MFA_OPTIONS");
    expect(await signedIn(host.mfa, { name: "x" } as never).catch(({ code }) => code)).to.equal(
      "ERR_MFA_OPTIONS",
    );
    const off = await host.addOperator("off");
    await host.mfa.operators.disable(off.id);
    const { headers } = await signedIn(host.mfa, { username: "off" });
    await request(host.app).get("/app").set(headers).expect(401);
  });
});
