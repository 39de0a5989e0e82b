import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "chai";
import express, { type Express } from "express";
import { createMfa, type Mfa, type MfaOptions } from "express-mfa";
import { memory } from "express-mfa/storage/memory";
import { emailOtp, external, password, totp } from "express-mfa/strategies";
import { signedIn } from "express-mfa/testing";
import { WebSocket } from "ws";
import { HostTable } from "../../support/host-table.js";
import { startSmtp, type TestSmtp } from "../../support/smtp.js";
import { signIn } from "./app-client.js";
import { below } from "./below-prefix.js";
import { login } from "./host-login.js";
import { liveDoors } from "./live.js";
import { host } from "./neighbours.js";
import { operations } from "./openapi.js";
import { people } from "./own-people.js";
import { ownTest } from "./own-tests.js";
import { eventsApi, readEvents } from "./services.js";
import { doors } from "./step-up.js";

/** The code of docs/mounting.md, run as it stands there. */
describe("docs/mounting.md", () => {
  let server: Server;
  let smtp: TestSmtp;
  let mfa: Mfa;
  let base: string;

  async function start(mount: (app: Express) => void, options: Partial<MfaOptions> = {}, path = "/mfa") {
    smtp = await startSmtp();
    server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
    base = `http://localhost:${(server.address() as AddressInfo).port}`;
    mfa = createMfa({
      issuer: "Net2",
      url: base + path,
      secret: "s".repeat(40),
      storage: memory(),
      mail: { smtp: smtp.url, from: "net2@net2.example" },
      strategies: [password(), emailOtp(), totp()],
      initialPolicy: { mode: "email", reauthDays: 30 },
      ...options,
    });
    const app = express();
    app.use("/mfa", mfa.router);
    mount(app);
    server.on("request", app);
    await mfa.ready();
  }
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await mfa.close();
    await smtp.close();
  });

  const typed = "correct horse battery";
  const add = () => mfa.operators.add({ username: "anna", email: "anna@net2.example", password: typed });

  it("1. an app signs in, and is trusted the next time", async () => {
    await start((app) => app.use("/doors", doors(mfa)));
    await add();
    const asked: string[] = [];
    const ask = async (question: string) => {
      asked.push(question);
      if (question === "User name") return "anna";
      return question === "Password" ? typed : smtp.lastCode("anna@net2.example");
    };
    const { device } = await signIn(base, ask);
    const { token } = await signIn(base, ask, device);
    expect(asked.filter((question) => question.startsWith("Code"))).to.have.length(1);
    const answer = await fetch(`${base}/doors`, { headers: { Authorization: `Bearer ${token}` } });
    expect(await answer.json()).to.include({ who: "anna" });
  });

  it("2. the document comes with the package", async () => {
    await start(() => {});
    expect(operations).to.include("POST /mfa/sign-in: The first factor").and.have.length.above(50);
  });

  it("3. a door asks for a fresh proof", async () => {
    await start((app) => app.use("/doors", doors(mfa)));
    const { headers } = await signedIn(mfa, { username: "anna" });
    const old = await signedIn(mfa, { username: "anna", age: 301 });
    const open = (sent: object) => fetch(`${base}/doors/7/open`, { method: "POST", headers: { ...sent } });
    expect(await (await open(headers)).json()).to.deep.equal({ open: "7" });
    const refused = await open(old.headers);
    expect(refused.status).to.equal(401);
    expect(refused.headers.get("www-authenticate")).to.include('max_age="300"');
    const page = await fetch(`${base}/doors/7/open`, { headers: { ...old.headers, Accept: "text/html" } });
    expect(await page.text()).to.include("Open door 7");
  });

  it("4. a socket ends with its session", async () => {
    await start(() => {});
    liveDoors(server, mfa);
    const { headers } = await signedIn(mfa, { username: "anna" });
    const socket = new WebSocket(base.replace("http", "ws"), { headers });
    expect(String((await once(socket, "message"))[0])).to.equal("hello anna");
    const closed = once(socket, "close");
    await mfa.operators.signOutEverywhere((await mfa.operators.find("anna"))?.id ?? "");
    expect((await closed)[0]).to.equal(4401);
    const nobody = new WebSocket(base.replace("http", "ws"), { headers: { Origin: base } });
    const [error] = await once(nobody, "error");
    expect(String(error)).to.include("401");
  });

  it("4. a frame that is none ends its socket, and not the process", async () => {
    await start(() => {});
    liveDoors(server, mfa);
    const { headers } = await signedIn(mfa, { username: "anna" });
    const wrong = new WebSocket(base.replace("http", "ws"), { headers });
    const [[answer]] = await Promise.all([once(wrong, "upgrade"), once(wrong, "message")]);
    // RFC 6455 §5.1: a client masks its frames.
    answer.socket.write(Buffer.from([0x81, 0x01, 0x61]));
    await once(wrong, "close");
    const right = new WebSocket(base.replace("http", "ws"), { headers });
    expect(String((await once(right, "message"))[0])).to.equal("hello anna");
    right.terminate();
  });

  it("5. a program reads events with its key", async () => {
    await start((app) => app.use("/api", eventsApi(mfa)));
    const { headers } = await signedIn(mfa, { username: "ella", role: "engineer" });
    const made = await fetch(`${base}/mfa/service-keys`, {
      method: "POST",
      headers: { ...headers, "Content-Type": "application/json", Accept: "application/json" },
      body: JSON.stringify({ name: "Time recording", scopes: ["events:read"] }),
    });
    const { key } = (await made.json()).made;
    expect(await (await readEvents(base, key)).json()).to.deep.equal({ for: "Time recording", events: [] });
    expect((await readEvents(base, "mfa_sk_x")).status).to.equal(401);
  });

  it("6. the login that was there is the first factor", async () => {
    let id = "";
    const check = async (name: string, given: string) =>
      name === "anna" && given === typed ? id : undefined;
    await start((app) => app.use("/login", login(mfa, check)), {
      strategies: [external({ signInUrl: "/login" }), emailOtp(), totp()],
    });
    ({ id } = await mfa.operators.add({ username: "anna", email: "anna@net2.example" }));
    const send = (given: string, Origin = base) =>
      fetch(`${base}/login`, {
        method: "POST",
        redirect: "manual",
        headers: { Accept: "text/html", "Sec-Fetch-Mode": "navigate", Origin },
        body: new URLSearchParams({ username: "anna", password: given }),
      });
    expect((await send("wrong")).headers.get("location")).to.equal("/login");
    expect((await send(typed, "https://evil.example")).status, "a form of a stranger's").to.equal(403);
    const right = await send(typed);
    expect(right.headers.get("location")).to.match(/^\/mfa\//);
    expect(right.headers.get("set-cookie")).to.include("session=");
  });

  it("7. the people of a table of the host's own", async () => {
    const table = await new HostTable().open();
    await table.run(
      "INSERT INTO staff (id, login, mail, job) VALUES (1, 'ella', 'ella@net2.example', 'admin')",
    );
    await start(() => {}, { directory: people((sql, value) => table.all(sql, value)) });
    try {
      expect(await mfa.operators.find("ella")).to.include({
        username: "ella",
        role: "engineer",
        hostId: "1",
      });
      await table.run("DELETE FROM staff");
      expect(await mfa.operators.find("ella")).to.equal(undefined);
    } finally {
      await table.close();
    }
  });

  it("9. below a prefix that the proxy takes off, and back to where the person was going", async () => {
    await start(() => {}, {}, "/desk/mfa");
    const app = express();
    app.use("/mfa", mfa.router);
    app.get("/net2", mfa.protect());
    const inner = below("/desk", app);
    server.removeAllListeners("request").on("request", (req, res) => {
      req.url = req.url?.replace(/^\/desk/, "");
      inner.emit("request", req, res);
    });
    const going = await fetch(`${base}/desk/net2?door=1`, {
      headers: { Accept: "text/html" },
      redirect: "manual",
    });
    expect(going.status).to.equal(303);
    const to = new URL(going.headers.get("Location") ?? "", base);
    expect(to.pathname).to.equal("/desk/mfa/");
    expect(to.searchParams.get("returnTo")).to.equal("/desk/net2?door=1");
    expect((await fetch(to, { headers: { Accept: "text/html" } })).status).to.equal(200);
  });

  it("9. beside its neighbours, and in the host's own tests", async () => {
    await start(() => {}, {}, "/security/mfa");
    await ownTest(host(mfa), mfa);
  });
});
