import { expect } from "chai";
import type { Backend } from "../../lib/index.js";
import { memory } from "../../storage/memory.js";
import type { Browser } from "../support/browser.js";
import { type Host, operatorPassword, startHost } from "../support/harness.js";
import { enrolApp, mailOf, signInByScript, stepUpByScript } from "../support/steps.js";

interface Interruption {
  /** Of the key that is written. */
  readonly prefix: string;
  readonly when: "before" | "after";
  readonly work: () => Promise<unknown>;
}

const options = { secret: "a secret of the races, 32 bytes or more" };

describe("/operators, when another process is faster", () => {
  let host: Host;
  /** The other process, on the same store. */
  let other: Host;
  let next: Interruption | undefined;
  let ella: Browser;
  let engineers: Record<"ella" | "eric", string>;
  beforeEach(async () => {
    const inner: Backend = { ...memory(), shared: true };
    const interrupted: Backend = {
      ...inner,
      async swap(key, ...values) {
        const now = next !== undefined && key.startsWith(next.prefix) ? next : undefined;
        if (now !== undefined) next = undefined;
        if (now?.when === "before") await now.work();
        const done = await inner.swap(key, ...values);
        if (now?.when === "after") await now.work();
        return done;
      },
    };
    host = await startHost({ storage: interrupted, options });
    other = await startHost({ storage: inner, clock: host.clock, options });
    const add = async (name: string) => (await host.addOperator(name, { role: "engineer" })).id;
    engineers = { ella: await add("ella"), eric: await add("eric") };
    await add("eva");
    ella = host.browser();
    await signInByScript(host, ella, "ella");
  });
  afterEach(async () => {
    next = undefined;
    await host.close();
    await other.close();
  });

  const roleOf = async (id: string) => (await host.mfa.operators.get(id))?.role;

  for (const what of ["", "/disable", "/remove"]) {
    it(`refuses ${what || "a new role"} by an engineer who is none any more when it takes effect`, async () => {
      const { eric, ella: self } = engineers;
      const work = () => other.mfa.operators.update(self, { role: "operator" });
      next = { prefix: "system:", when: "before", work };
      const answer = await ella.post(`/mfa/operators/${eric}${what}`, { role: "operator", sure: true });
      expect(answer.json().code).to.equal("ERR_MFA_FORBIDDEN");
      expect(await roleOf(eric)).to.equal("engineer");
      expect(await roleOf(self)).to.equal("operator");
    });
  }

  it("makes nobody an engineer who is disabled in the same moment", async () => {
    const { id } = await host.addOperator("anna");
    next = { prefix: "system:", when: "before", work: () => other.mfa.operators.disable(id) };
    await ella.post(`/mfa/operators/${id}`, { role: "engineer", email: mailOf("anna") });
    await host.mfa.operators.enable(id);
    expect(await roleOf(id)).to.equal("operator");
  });

  for (const what of ["disable", "remove"] as const) {
    it(`leaves nobody an engineer who was made one half-way through: ${what}`, async () => {
      const { id } = await host.addOperator("anna");
      next = {
        prefix: "op:",
        when: "before",
        work: () => other.mfa.operators.update(id, { role: "engineer" }),
      };
      await host.mfa.operators[what](id);
      if (what === "disable") await host.mfa.operators.enable(id);
      else expect(await host.mfa.operators.get(id)).to.equal(undefined);
      const { engineers: left } = await other.mfa.operators.list().then(({ operators }) => ({
        engineers: operators.filter(({ role }) => role === "engineer").map(({ username }) => username),
      }));
      expect(left).to.deep.equal(["ella", "eric", "eva"]);
      // Nobody who is not there counts: the last one who is cannot go.
      for (const name of ["eric", "eva"]) {
        await host.mfa.operators.remove((await host.mfa.operators.find(name))?.id ?? "");
      }
      const last = await host.mfa.operators.remove(engineers.ella).catch(({ errors }) => errors);
      expect(last).to.deep.equal({ role: "lastEngineer" });
    });
  }

  it("tells of no new role where there is none", async () => {
    const { eric } = engineers;
    await host.mfa.operators.disable(eric);
    await ella.post(`/mfa/operators/${eric}`, { role: "engineer", email: mailOf("eric") });
    expect(host.events.filter(({ event }) => event.type === "edited")).to.deep.equal([]);
  });

  it("ends the trust in browsers with another address, whatever it was that they remembered", async () => {
    await host.mfa.policy.change({ mode: "either", reauthDays: 7 });
    const { id } = await host.addOperator("anna");
    const anna = host.browser();
    await signInByScript(host, anna, "anna");
    await enrolApp(host, anna);
    await anna.post("/mfa/sign-out");
    host.clock.advance(31_000);
    await anna.post("/mfa/sign-in", { username: "anna", password: operatorPassword });
    await anna.post("/mfa/challenge/email-otp");
    await anna.post("/mfa/challenge/email-otp/verify", {
      code: host.smtp.lastCode(mailOf("anna")),
      trust: true,
    });
    await anna.post("/mfa/sign-out");
    const signIn = async () =>
      (await anna.post("/mfa/sign-in", { username: "anna", password: operatorPassword })).json().state;
    expect(await signIn(), "trusted").to.equal("signed-in");
    // A name ends nothing.
    await ella.post(`/mfa/operators/${id}`, { name: "Anna", email: mailOf("anna"), role: "operator" });
    expect(await signIn()).to.equal("signed-in");
    await host.mfa.operators.update(id, { email: "anna@example.org" });
    await host.mfa.operators.update(id, { email: mailOf("anna") });
    expect(await signIn(), "the old address is back, the trust is not").to.not.equal("signed-in");
    await stepUpByScript(host, ella, "ella");
  });
});
