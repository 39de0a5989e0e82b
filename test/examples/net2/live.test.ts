import { once } from "node:events";
import { connect as connectSocket, type Socket } from "node:net";
import { expect } from "chai";
import { WebSocket } from "ws";
import { Browser } from "../../support/browser.js";
import { type Net2, startNet2 } from "../../support/net2.js";

const password = "a demo of 20 letters";

describe("Live door events in the example", () => {
  let net2: Net2;
  let anna: Browser;
  const sockets: WebSocket[] = [];

  before(async () => {
    net2 = await startNet2({ MFA_MODE: "email", DEMO_PASSWORD: password });
    anna = new Browser(net2.origin);
    await anna.post("/mfa/sign-in", { username: "anna", password });
    await anna.post("/mfa/challenge/email-otp");
    const inside = await anna.post("/mfa/challenge/email-otp/verify", { code: await lastCode() });
    expect(inside.status, inside.text).to.equal(200);
  });
  after(async () => {
    for (const socket of sockets) socket.terminate();
    await net2.stop();
  });

  async function lastCode(): Promise<string> {
    const mails = JSON.parse((await anna.get("/dev/mail")).text) as { readonly text: string }[];
    return /\b\d{6}\b/.exec(mails[0]?.text ?? "")?.[0] ?? "";
  }

  /** The socket, once it is open; or the status that it was refused with. */
  function connect(headers: Record<string, string | undefined> = {}, path = "/net2/live") {
    const given = { Cookie: anna.jar.header(new URL(net2.origin)), Origin: net2.origin, ...headers };
    const sent = Object.entries(given).filter((entry): entry is [string, string] => entry[1] !== undefined);
    const socket = new WebSocket(new URL(path, net2.origin.replace("http", "ws")), {
      headers: Object.fromEntries(sent),
    });
    sockets.push(socket);
    return new Promise<WebSocket | number>((resolve, reject) => {
      socket.once("open", () => resolve(socket));
      socket.once("unexpected-response", (_req, { statusCode = 0 }) => resolve(statusCode));
      socket.once("error", reject);
    });
  }

  it("are refused to nobody's, to strangers' pages, and elsewhere", async () => {
    expect(await connect({ Cookie: undefined })).to.equal(401);
    expect(await connect({ Cookie: "mfa=x" })).to.equal(401);
    for (const Origin of [undefined, "https://evil.example", "null"])
      expect(await connect({ Origin }), String(Origin)).to.equal(403);
    expect(await connect({}, "/net2/other")).to.equal(404);
  });

  it("are refused at an address that is none, and the server goes on", async () => {
    for (const path of ["//", "/\\", "//x:99999/", "http://[/", "*"]) {
      const socket = connectSocket(Number(new URL(net2.origin).port), "127.0.0.1");
      socket.on("error", () => {});
      socket.write(
        `GET ${path} HTTP/1.1\r\nHost: ${new URL(net2.origin).host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
      );
      const [answer] = await once(socket, "data");
      expect(String(answer), path).to.match(/^HTTP\/1\.1 404 /);
      socket.destroy();
    }
    expect((await anna.get("/net2/api/doors")).status).to.equal(200);
  });

  it("end with a frame that is none, and the server goes on", async () => {
    const socket = await connect();
    if (typeof socket === "number") throw new Error(`Refused: ${socket}`);
    const closed = once(socket, "close");
    // RFC 6455 §5.1: a client masks its frames. `ws` does, so past it.
    (socket as unknown as { readonly _socket: Socket })._socket.write(Buffer.from([0x81, 0x01, 0x61]));
    expect((await closed)[0]).to.be.oneOf([1002, 1006]);
    expect((await anna.get("/net2/api/doors")).status).to.equal(200);
  });

  it("come as they happen, go on after a step-up, and end when the operator signs out", async () => {
    const socket = await connect();
    if (typeof socket === "number") throw new Error(`Refused: ${socket}`);
    const event = once(socket, "message");
    const opened = await anna.post("/net2/doors/front/open");
    expect(opened.status, opened.text).to.equal(200);
    const [text] = await event;
    expect(JSON.parse(String(text)).time).to.match(/^\d+ \w+ \d{4}, \d\d:\d\d:\d\d$/);
    expect(JSON.parse(String(text))).to.include({
      door: "Front entrance",
      what: "Door opened by Anna Andersson",
    });
    const closed = once(socket, "close");
    await anna.post("/mfa/sign-out");
    expect((await closed)[0]).to.equal(4401);
    expect(await connect()).to.equal(401);
  });
});
