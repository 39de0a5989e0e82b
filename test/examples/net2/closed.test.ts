import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { Express } from "express";
import { createApp } from "../../../examples/net2/app.js";
import { createNet2Mfa, type Net2Mfa } from "../../../examples/net2/mfa.js";
import { Browser } from "../../support/browser.js";

interface Layer {
  readonly route?: { readonly path: string; readonly methods: Readonly<Record<string, boolean>> };
  readonly handle: { readonly stack?: readonly Layer[] };
  /** Where it is mounted. */
  readonly rawPath: string;
}

/** Every route of an Express app, read from the running app, with the paths that its routers are mounted at. */
function routesOf(app: Express): string[] {
  const walk = (stack: readonly Layer[], mount: string): string[] =>
    stack.flatMap(({ route, handle, rawPath }) => {
      if (route === undefined) return handle.stack === undefined ? [] : walk(handle.stack, mount + rawPath);
      const methods = Object.keys(route.methods).filter((method) => ["get", "post"].includes(method));
      return methods.map((method) => `${method.toUpperCase()} ${mount}${route.path}`);
    });
  return walk((app as unknown as { router: { stack: readonly Layer[] } }).router.stack, "");
}

/** What anybody may ask for: the greeting, and the way in. */
const open = [
  /^GET \/$/,
  /^GET \/mfa\/$/,
  /^GET \/mfa\/(assets\/|openapi\.json$)/,
  /^(GET \/mfa\/sign-in|POST \/mfa\/sign-(in|out))$/,
  // By a code that was given out, or refused.
  /^(GET|POST) \/mfa\/(invitation|forgot|forgot\/verify)$/,
  /^(GET|POST) \/mfa\/setup(\/mode)?$/,
];
const secondStep = [/^POST \/mfa\/((challenge|enrol)\/|(handover|email(\/verify)?)$)/];

const unset = {
  demo: true,
  smtpUrl: undefined,
  secret: undefined,
  reauthDays: undefined,
  demoPassword: undefined,
};

describe("The example after the password alone", () => {
  let server: Server;
  let mfa: Net2Mfa;
  let app: Express;
  let base: string;
  const dataDir = mkdtempSync(join(tmpdir(), "net2-closed-"));

  before(async () => {
    server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    base = `http://127.0.0.1:${port}`;
    mfa = createNet2Mfa(
      { port, dataDir, mode: "email", ...unset },
      "a secret that is long enough for the test",
      "smtp://127.0.0.1:9",
    );
    app = createApp(mfa, port, undefined);
    server.on("request", app);
    await mfa.ready();
    await mfa.operators.add({
      username: "anna",
      email: "anna@net2.example",
      password: "correct horse battery",
    });
  });
  after(async () => {
    server.closeAllConnections();
    server.close();
    await mfa.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it("has its routes read from the app", () => {
    expect(routesOf(app)).to.include.members([
      "POST /net2/doors/:id/open",
      "GET /net2/people",
      "GET /mfa/card",
    ]);
  });

  for (const who of ["nobody", "whoever has the password"]) {
    it(`opens none of them to ${who}`, async () => {
      const browser = new Browser(base);
      if (who !== "nobody") {
        const answer = await browser.post("/mfa/sign-in", {
          username: "anna",
          password: "correct horse battery",
        });
        expect(answer.json().state).to.equal("challenge");
      }
      const closed = routesOf(app).filter(
        (route) => ![...open, ...(who === "nobody" ? [] : secondStep)].some((allowed) => allowed.test(route)),
      );
      expect(closed.length).to.be.above(10);
      for (const route of closed) {
        const [method, pattern = ""] = route.split(" ");
        const path = pattern.replace(":id", "front").replace(":strategy", "totp");
        const answer = await (method === "GET" ? browser.get(path) : browser.post(path));
        expect(answer.status, `${route}: ${answer.text.slice(0, 200)}`).to.equal(401);
      }
    });
  }
});
