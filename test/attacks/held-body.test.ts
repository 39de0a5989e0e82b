import { once } from "node:events";
import { connect } from "node:net";
import { expect } from "chai";
import type { Browser } from "../support/browser.js";
import { type Host, startHost } from "../support/harness.js";
import { addressesOf } from "../support/routes.js";
import { mailOf, signInByScript } from "../support/steps.js";

/** A client that sends all of its request but the last byte, and that one when it likes. */
describe("a request that is held back until its engineer is none any more", () => {
  let host: Host;
  let ella: Browser;
  let eric: Browser;
  let id: string;
  beforeEach(async () => {
    host = await startHost();
    await host.addOperator("ella", { role: "engineer" });
    ({ id } = await host.addOperator("eric", { role: "engineer" }));
    [ella, eric] = [host.browser(), host.browser()];
    await signInByScript(host, ella, "ella");
    await signInByScript(host, eric, "eric");
  });
  afterEach(() => host.close());

  /** The status of the answer. */
  async function held(path: string, body: object, meanwhile: () => Promise<unknown>): Promise<number> {
    const text = JSON.stringify(body);
    const { port, hostname } = new URL(host.via);
    const socket = connect(Number(port), hostname);
    let answer = "";
    socket.on("data", (data) => {
      answer += data;
    });
    const head = {
      Host: new URL(host.base).host,
      Origin: host.base,
      Accept: "application/json",
      "Content-Type": "application/json",
      "Content-Length": Buffer.byteLength(text),
      Cookie: eric.jar.header(new URL(path, host.base)),
      Connection: "close",
    };
    const lines = Object.entries(head).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.write(`POST ${path} HTTP/1.1\r\n${lines.join("")}\r\n${text.slice(0, -1)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
    await meanwhile();
    socket.write(text.slice(-1));
    await once(socket, "close");
    return Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1]);
  }

  const acts = {
    removed: () => ella.post(`/mfa/operators/${id}/remove`, { sure: true }),
    disabled: () => ella.post(`/mfa/operators/${id}/disable`),
    demoted: () => ella.post(`/mfa/operators/${id}`, { role: "operator", email: mailOf("eric") }),
    "signed out": () => ella.post(`/mfa/operators/${id}/sign-out`),
  };
  for (const [how, act] of Object.entries(acts)) {
    it(`adds no engineer once they are ${how}`, async () => {
      const status = await held("/mfa/operators", { username: "mallory", role: "engineer" }, async () =>
        expect((await act()).status).to.equal(200),
      );
      expect(status).to.equal(how === "demoted" ? 403 : 401);
      expect(await host.mfa.operators.find("mallory")).to.equal(undefined);
    });
  }

  it("is refused on every route, and changes nothing", async () => {
    const nils = (await host.addOperator("nils")).id;
    const bodies = [
      { sure: true, csv: "username,role\nmallory,engineer\n", mode: "off", version: 1, email: "a@b.example" },
    ];
    const open = /^\/(sign-in|sign-out|setup|invitation|forgot|challenge|enrol)/;
    const routes = addressesOf(host.mfa.router, "post", ["email-otp"]).filter((path) => !open.test(path));
    expect(routes).to.include.members(["/operators", "/settings", "/card/password", "/operators/import"]);
    for (const route of routes) {
      await host.mfa.operators.update(id, { role: "engineer" });
      await host.mfa.operators.enable(id);
      host.clock.advance(31_000);
      eric = host.browser();
      await signInByScript(host, eric, "eric");
      let before: ReadonlyMap<string, string> = new Map();
      const path = `/mfa${route.replace(/\/operators\/[^/]{22}|\/operators\/:id/, `/operators/${nils}`)}`;
      const status = await held(path, bodies[0] ?? {}, async () => {
        await host.mfa.operators.disable(id);
        before = await host.state();
      });
      expect(status, route).to.equal(401);
      expect(await host.state(), route).to.deep.equal(before);
    }
  }).timeout(60_000);

  it("imports no engineer where the one who began it is taken out before all of it is there", async () => {
    const people = Array.from({ length: 2000 }, (_, at) => `u${at},operator`).join("\n");
    const csv = `username,role\n${people}\nmallory,engineer\n`;
    const posted = eric.post("/mfa/operators/import", { csv, sure: true });
    await new Promise((resolve) => setTimeout(resolve, 60));
    await host.mfa.operators.remove(id);
    await posted;
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect((await host.mfa.operators.find("mallory"))?.role).to.not.equal("engineer");
  });
});
