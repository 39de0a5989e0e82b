import { Writable } from "node:stream";
import { expect } from "chai";
import { pino } from "pino";
import type { Logger } from "../../lib/index.js";
import { memory } from "../../storage/memory.js";
import { type Host, operatorPassword, startHost } from "../support/harness.js";
import { signInByScript } from "../support/steps.js";
import { until } from "../support/until.js";

interface Line {
  readonly level: number;
  readonly msg: string;
  readonly audit?: { readonly type: string; readonly operator?: { readonly username: string } };
  readonly err?: { readonly message: string };
}

describe("The option logger", () => {
  let host: Host;
  afterEach(() => host.close());

  it("takes a host's pino: info for what went well, warn for what did not, error for faults, and no secret", async () => {
    const written: string[] = [];
    const stream = new Writable({
      write(chunk, _encoding, done) {
        written.push(String(chunk));
        done();
      },
    });
    const inner = memory();
    let broken = false;
    host = await startHost({
      storage: {
        ...inner,
        read: (keys) => (broken ? Promise.reject(new Error("the disk is gone")) : inner.read(keys)),
      },
      options: { logger: pino(stream) },
    });
    await host.addOperator("anna");
    const browser = host.browser();
    await browser.post("/mfa/sign-in", { username: "anna", password: "a wrong password" });
    await signInByScript(host, browser, "anna");
    broken = true;
    expect((await browser.get("/mfa/card")).status).to.equal(503);
    const lines = () => written.map((text): Line => JSON.parse(text));
    await until(
      () => lines().some(({ msg }) => msg === "signed-in") && lines().some(({ level }) => level === 50),
      3000,
    );
    broken = false;
    const of = (level: number) => lines().filter((line) => line.level === level);
    expect(of(30).map(({ msg }) => msg)).to.include.members(["added", "passed", "code-sent", "signed-in"]);
    expect(of(30).at(-1)?.audit?.operator?.username).to.equal("anna");
    expect(of(40).map(({ msg }) => msg)).to.deep.equal(["password-wrong"]);
    expect(of(50)[0]?.err?.message).to.include("the disk is gone");
    const everything = written.join("");
    for (const secret of [operatorPassword, "a wrong password", host.smtp.lastCode("anna@net2.example")])
      expect(everything).to.not.include(secret);
  });

  it("stops nobody when it throws", async () => {
    const loud = () => {
      throw new Error("the log is full");
    };
    const logger: Logger = { info: loud, warn: loud, error: loud };
    host = await startHost({ options: { logger } });
    await host.addOperator("anna");
    const browser = host.browser();
    await signInByScript(host, browser, "anna");
    expect((await browser.get("/app")).status).to.equal(200);
  });
});
