import { expect } from "chai";
import { Client } from "../../../examples/app/client.js";
import { openDoor } from "../../../examples/app/doors.js";
import { proceed } from "../../../examples/app/sign-in.js";
import { type Host, operatorPassword, startHost } from "../../support/harness.js";
import { oathtool } from "../../support/oathtool.js";
import { enrolApp, mailOf, signInByScript } from "../../support/steps.js";

describe("The terminal app at a door that wants one factor", () => {
  let host: Host;
  afterEach(() => host.close());

  it("asks for the one that the door names, whatever else was passed", async () => {
    host = await startHost({ mode: "either" });
    const guard = host.mfa.protect({ maxAge: 300, anyOf: ["totp"] });
    host.app.post("/net2/doors/:id/open", guard, (_req, res) => {
      res.json({ name: "The vault" });
    });
    await host.addOperator("anna");
    const browser = host.browser();
    await signInByScript(host, browser, "anna");
    const secret = await enrolApp(host, browser);
    await browser.post("/mfa/card/preferred", { strategy: "email-otp" });
    host.clock.advance(60_000);

    const asked: string[] = [];
    const said: string[] = [];
    const terminal = {
      say: (text: string) => void said.push(text),
      show: async () => {},
      close: () => {},
      async ask(question: string) {
        asked.push(question);
        if (question.startsWith("Which way")) return "email-otp";
        return question.includes("email-otp")
          ? host.smtp.lastCode(mailOf("anna"))
          : oathtool(secret, host.clock.now());
      },
    };
    const client = new Client(host.base, { read: async () => undefined, write: async () => {} });
    await proceed(client, terminal, await client.signIn("anna", operatorPassword));
    expect(asked).to.include("Code (email-otp):").and.not.include("Code (totp):");
    host.clock.advance(31_000);
    await openDoor(client, terminal, "vault");
    expect(said.at(-1)).to.equal("The vault is open.");
    expect(asked.at(-1)).to.equal("Code (totp):");
  });
});
