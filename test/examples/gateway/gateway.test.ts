import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, request, type Server } from "node:http";
import { type AddressInfo, connect as connectSocket } from "node:net";
import { expect } from "chai";
import { createMfa, type Mfa } from "express-mfa";
import { memory } from "express-mfa/storage/memory";
import { emailOtp, password } from "express-mfa/strategies";
import { signedIn } from "express-mfa/testing";
import { WebSocket, WebSocketServer } from "ws";
import { createGateway } from "../../../examples/gateway/gateway.js";
import { Browser } from "../../support/browser.js";
import { until } from "../../support/until.js";

interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
}

describe("The gateway", () => {
  let behind: Server;
  let front: Server;
  let mfa: Mfa;
  let base: string;
  let seen: Seen[];
  /** All that came to the app behind, byte for byte. */
  let bytes: string;
  let anna: { readonly headers: Readonly<Record<string, string>> };

  const listen = async (server: Server) => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return (server.address() as AddressInfo).port;
  };

  /** An older web server: it believes what it is told. */
  function startBehind(): Server {
    const server = createServer((req, res) => {
      seen.push({ method: req.method ?? "", url: req.url ?? "", headers: req.headers });
      if (req.url === "/upload") {
        const hash = createHash("sha256");
        let bytes = 0;
        req.on("data", (chunk: Buffer) => {
          bytes += chunk.length;
          hash.update(chunk);
        });
        req.on("end", () => res.end(JSON.stringify({ bytes, hash: hash.digest("hex") })));
        return;
      }
      if (req.url === "/never") return;
      if (req.url === "/stream") {
        res.writeHead(200, { "Content-Type": "text/event-stream" }).write("data: 1\n\n");
        req.socket.once("close", () => seen.push({ method: "CLOSED", url: "/stream", headers: {} }));
        return;
      }
      res.setHeader("Set-Cookie", [
        "old=1; Path=/",
        "mfa-01234567-session=stolen; Path=/",
        "__Host-mfa-01234567-form=x",
      ]);
      if (req.url === "/moved") res.writeHead(302, { Location: `http://127.0.0.1:${port()}/there` });
      res.end(JSON.stringify({ user: req.headers["x-remote-user"] }));
    });
    const port = () => (server.address() as AddressInfo).port;
    server.on("connection", (socket) =>
      socket.on("data", (chunk) => {
        bytes += chunk.toString("latin1").slice(0, 2000);
      }),
    );
    const sockets = new WebSocketServer({ server, path: "/live" });
    sockets.on("headers", (lines) => {
      lines.push("Set-Cookie: old=1", "Set-Cookie: mfa-01234567-session=stolen");
    });
    sockets.on("connection", (socket, req) => {
      seen.push({ method: "WS", url: req.url ?? "", headers: req.headers });
      socket.on("message", (text) => socket.send(`${req.headers["x-remote-user"]}: ${text}`));
    });
    return server;
  }

  beforeEach(async () => {
    seen = [];
    bytes = "";
    behind = startBehind();
    const upstream = `http://127.0.0.1:${await listen(behind)}`;
    front = createServer();
    const port = await listen(front);
    base = `http://localhost:${port}`;
    mfa = createMfa({
      issuer: "Net2",
      url: `${base}/mfa`,
      secret: "s".repeat(40),
      storage: memory(),
      strategies: [password(), emailOtp()],
      initialPolicy: "email",
    });
    await mfa.ready();
    const { app, onUpgrade } = createGateway(mfa, { upstream, timeout: 500 });
    front.on("request", app).on("upgrade", onUpgrade);
    anna = await signedIn(mfa, { username: 'Anna Åberg, "Söner"' });
  });
  afterEach(async () => {
    for (const server of [front, behind]) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
    await mfa.close();
  });

  const via = () => base.replace("localhost", "127.0.0.1");
  const browser = () => new Browser(base, { via: via() });
  const get = (path: string, headers: Record<string, string> = {}) =>
    browser().request(path, { headers: { Accept: "application/json", ...anna.headers, ...headers } });

  it("forwards nothing before the policy is met, whatever the path", async () => {
    for (const path of [
      "/",
      "/x",
      "/mfa",
      "/MFA/../x",
      "//x",
      "/%6dfa/../x",
      "/upload",
      "/mfax",
      "/.",
      "/mfa/../x",
    ]) {
      for (const method of ["GET", "POST", "PUT", "DELETE", "OPTIONS", "PROPFIND"]) {
        const answer = await browser().request(path, { method, headers: { Accept: "application/json" } });
        expect(answer.status, `${method} ${path}`).to.be.oneOf([200, 401, 403, 404, 405]);
      }
    }
    expect(seen).to.deep.equal([]);
    expect((await browser().open("/x")).url.pathname, "a person is led to the sign-in").to.equal("/mfa/");
  });

  it("tells the app behind who it is, and never forwards our own routes", async () => {
    expect((await get("/doors?x=1")).json()).to.deep.equal({
      user: encodeURIComponent('Anna Åberg, "Söner"'),
    });
    expect(seen[0]).to.include({ url: "/doors?x=1" });
    expect(seen[0]?.headers).to.include({ "x-remote-role": "operator", connection: "close" });
    expect(seen[0]?.headers["x-forwarded-for"]).to.match(/127\.0\.0\.1$/);
    await get("/mfa/nothing");
    await get("/mfa/card");
    expect(seen).to.have.length(1);
  });

  const lies = [
    ...["X-Remote-User", "x-remote-user", "X_Remote_User", "X-Remote_User", "x_remote_user", "X.Remote.User"],
    ...[
      "Remote-User",
      "REMOTE_USER",
      "X-Forwarded-User",
      "X-Remote-Role",
      "X-Remote-User-Id",
      "X_REMOTE_ROLE",
    ],
    ...["X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Forwarded"],
    // What other walls say, and an app behind may have learnt to believe.
    ...["X-Forwarded-Email", "X-Forwarded-Groups", "X_Forwarded_Server", "X-Remote-Groups", "Remote-Name"],
  ];
  it("lets no client say who it is, in any spelling", async () => {
    for (const name of lies) {
      seen = [];
      await get("/", { [name]: "engineer" });
      expect(seen, name).to.have.length(1);
      expect(JSON.stringify(seen[0]?.headers), name).not.to.include("engineer");
    }
    await get("/", { Connection: "close, X-Remote-User, X-Remote-Role", TE: "trailers", "Keep-Alive": "x" });
    const last = seen.at(-1)?.headers ?? {};
    expect(last.connection, "ours are not dropped on the way").to.equal("close");
    expect(last["x-remote-user"]).to.include("Anna");
    expect(last).not.to.have.any.keys("te", "keep-alive");
  });

  /** What comes back to these very lines. */
  const raw = (lines: readonly string[]) =>
    new Promise<string>((resolve) => {
      const socket = connectSocket(Number(new URL(base).port), "127.0.0.1");
      let text = "";
      socket.on("data", (chunk) => {
        text += chunk;
      });
      socket.on("close", () => resolve(text));
      socket.on("error", () => resolve(text));
      socket.setTimeout(2000, () => socket.destroy());
      socket.write(lines.join("\r\n"));
    });

  it("lets a raw request with two names, or two lengths, say nothing either", async () => {
    const cookie = `Cookie: ${anna.headers.Cookie}`;
    const host = `Host: ${new URL(base).host}`;
    await raw([
      "GET / HTTP/1.1",
      host,
      cookie,
      "X-Remote-User: a",
      "X-Remote-User: b",
      "Connection: close",
      "",
      "",
    ]);
    expect(seen.at(-1)?.headers["x-remote-user"]).to.include("Anna");
    seen = [];
    const smuggled = "GET /smuggled HTTP/1.1\r\nX: y\r\n\r\n";
    for (const wrong of [
      [`Content-Length: ${smuggled.length}`, "Transfer-Encoding: chunked", "", "0", "", smuggled],
      ["Content-Length: 0", `Content-Length: ${smuggled.length}`, "", smuggled],
      ["Transfer-Encoding: chunked, identity", "", "0", "", smuggled],
      ["Transfer-Encoding : chunked", "", "0", "", smuggled],
      ["X: y\nX-Remote-User: engineer", "", ""],
    ])
      await raw(["POST / HTTP/1.1", host, cookie, `Origin: ${base}`, "Connection: close", ...wrong]);
    expect(seen.filter(({ url }) => url === "/smuggled")).to.deep.equal([]);
    expect(JSON.stringify(seen)).not.to.include("engineer");
  });

  it("lets no second request hide in the body of the first, whatever its method", async () => {
    const smuggled = "GET /smuggled HTTP/1.1\r\nHost: x\r\nX-Remote-Role: engineer\r\n\r\n";
    const chunk = [smuggled.length.toString(16), smuggled, "0", "", ""];
    for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND"]) {
      bytes = "";
      const answer = await raw([
        ...[`${method} / HTTP/1.1`, `Host: ${new URL(base).host}`, `Cookie: ${anna.headers.Cookie}`],
        ...[`Origin: ${base}`, "Connection: close", "Transfer-Encoding: chunked", "", ...chunk],
      ]);
      expect(answer, method).to.match(/^HTTP\/1\.1 (200|411) /);
      if (bytes !== "") expect(bytes.toLowerCase(), method).to.include("transfer-encoding: chunked");
    }
    expect(seen.map(({ url }) => url)).not.to.include("/smuggled");
  });

  it("forwards no address that is none, and goes on", async () => {
    const strange = ["/\\", "/\\evil.example/x", "*", "http://evil.example/x", "http://["];
    const head = [`Host: ${new URL(base).host}`, `Cookie: ${anna.headers.Cookie}`, `Origin: ${base}`];
    const socket = ["Connection: Upgrade", "Upgrade: websocket"];
    for (const path of strange) {
      const method = path === "*" ? "OPTIONS" : "GET";
      const answer = await raw([`${method} ${path} HTTP/1.1`, ...head, "Connection: close", "", ""]);
      expect(answer, path).to.match(/^HTTP\/1\.1 40[04] /);
      expect(answer, path).not.to.include("node_modules");
      if (path !== "*")
        expect(await raw([`GET ${path} HTTP/1.1`, ...head, ...socket, "", ""]), path).to.match(
          /^HTTP\/1\.1 400 /,
        );
    }
    expect(seen).to.deep.equal([]);
    await raw(["GET //x?y HTTP/1.1", ...head, "Connection: close", "", ""]);
    expect(seen.map(({ url }) => url)).to.deep.equal(["//x?y"]);
  });

  it("takes a request that only speaks of an upgrade for what it is", async () => {
    await get("/", { Upgrade: "h2c", "HTTP2-Settings": "x" });
    await get("/", { Upgrade: "websocket", Connection: "keep-alive" });
    expect(seen).to.have.length(2);
    for (const { headers } of seen) {
      expect(headers.connection).to.equal("close");
      expect(headers).not.to.have.any.keys("upgrade", "http2-settings");
    }
  });

  it("keeps our cookies and tokens from the app behind, and its hands from ours", async () => {
    const answer = await get("/", { Cookie: `${anna.headers.Cookie}; old=1; mfa-01234567-device-abc=x` });
    expect(seen[0]?.headers.cookie).to.equal("old=1");
    expect(answer.headers["set-cookie"]).to.deep.equal(["old=1; Path=/"]);
    const app = await signedIn(mfa, { username: "app", client: "app" });
    await browser().request("/", { headers: app.headers });
    expect(seen.at(-1)?.headers).not.to.have.any.keys("authorization", "cookie");
    await get("/", { Authorization: "Basic YTpi" });
    expect(seen.at(-1)?.headers.authorization, "a password of its own").to.equal("Basic YTpi");
  });

  it("leads nobody past itself, and takes no post of another site", async () => {
    expect((await get("/moved")).headers.location).to.equal(`${base}/there`);
    seen = [];
    const foreign = await browser().request("/form", {
      method: "POST",
      headers: { ...anna.headers, Origin: "https://evil.example" },
    });
    expect([foreign.status, seen.length]).to.deep.equal([403, 0]);
    const own = await browser().request("/form", { method: "POST", headers: anna.headers, body: "a=1" });
    expect([own.status, seen.length]).to.deep.equal([200, 1]);
  });

  it("streams 200 MB through without holding it", async () => {
    const piece = Buffer.alloc(1024 * 1024, "x");
    const pieces = 200;
    const hash = createHash("sha256");
    const url = new URL("/upload", via());
    let most = 0;
    const answer = await new Promise<string>((resolve, reject) => {
      const req = request(
        url,
        {
          method: "POST",
          headers: { ...anna.headers, Host: new URL(base).host, "Content-Length": piece.length * pieces },
        },
        (res) => {
          let text = "";
          res.on("data", (chunk) => {
            text += chunk;
          });
          res.on("end", () => resolve(text));
        },
      );
      req.on("error", reject);
      const write = async () => {
        for (let n = 0; n < pieces; n++) {
          hash.update(piece);
          if (!req.write(piece)) await once(req, "drain");
          most = Math.max(most, process.memoryUsage().arrayBuffers);
        }
        req.end();
      };
      write().catch(reject);
    });
    expect(JSON.parse(answer)).to.deep.equal({ bytes: piece.length * pieces, hash: hash.digest("hex") });
    expect(most, "bytes of buffers at once, all three ends in this process").to.be.below(60 * 1024 * 1024);
  }).timeout(30_000);

  it("ends a stream of events with the session, at both ends", async () => {
    const stream = (more: Record<string, string>) =>
      new Promise<{ status: number; ended: Promise<unknown> }>((resolve, reject) => {
        const headers = { ...anna.headers, Host: new URL(base).host, Accept: "text/event-stream", ...more };
        request(new URL("/stream", via()), { headers, agent: false }, (res) => {
          const ended = new Promise((done) => res.once("close", done));
          res.on("error", () => {});
          res.once("data", () => resolve({ status: res.statusCode ?? 0, ended }));
        })
          .once("error", reject)
          .end();
      });
    const foreign = await stream({ Origin: "https://evil.example" });
    expect([foreign.status, seen.length]).to.deep.equal([403, 0]);
    const { status, ended } = await stream({ "Sec-Fetch-Site": "same-origin" });
    expect(status).to.equal(200);
    expect(seen[0]?.headers).not.to.have.any.keys("cookie");
    await browser().request("/mfa/sign-out", { method: "POST", headers: anna.headers });
    await ended;
    await until(() => seen.some(({ method }) => method === "CLOSED"), 2000);
  });

  it("says that the app behind is away, or too slow, and nothing of the inside", async () => {
    const slow = await get("/never");
    expect(slow.status).to.equal(504);
    behind.closeAllConnections();
    await new Promise((resolve) => behind.close(resolve));
    const away = await get("/");
    expect([away.status, away.json()]).to.deep.equal([502, { status: 502, title: "Bad Gateway" }]);
    behind = createServer();
    await listen(behind);
  });

  describe("with WebSockets", () => {
    const open = (headers: Record<string, string>) => {
      const socket = new WebSocket(`${via().replace("http", "ws")}/live`, {
        headers: { Host: new URL(base).host, ...headers },
      });
      return new Promise<WebSocket | number>((resolve, reject) => {
        socket.once("open", () => resolve(socket));
        socket.once("unexpected-response", (_req, { statusCode = 0 }) => resolve(statusCode));
        socket.once("error", reject);
      });
    };

    it("passes them to whoever may, from our own pages, and ends them with the session", async () => {
      expect(await open({})).to.equal(403);
      expect(await open({ Origin: base })).to.equal(401);
      expect(await open({ ...anna.headers, Origin: "https://evil.example" })).to.equal(403);
      expect(seen).to.deep.equal([]);
      const socket = await open({ ...anna.headers, "X-Remote-User": "engineer" });
      if (typeof socket === "number") throw new Error(`Refused: ${socket}`);
      const echo = once(socket, "message");
      socket.send("hello");
      expect(String((await echo)[0])).to.equal(`${encodeURIComponent('Anna Åberg, "Söner"')}: hello`);
      expect(seen[0]?.headers).not.to.have.any.keys("cookie");
      const closed = once(socket, "close");
      await browser().request("/mfa/sign-out", { method: "POST", headers: anna.headers });
      await closed;
      expect(await open(anna.headers)).to.equal(401);
    });

    /** What comes back first. */
    const upgrade = (...lines: readonly string[]) =>
      new Promise<string>((resolve) => {
        const socket = connectSocket(Number(new URL(base).port), "127.0.0.1");
        socket.once("close", () => resolve(""));
        socket.once("data", (chunk) => {
          resolve(String(chunk));
          socket.destroy();
        });
        socket.write(["GET /live HTTP/1.1", `Host: ${new URL(base).host}`, ...lines, "", ""].join("\r\n"));
      });

    it("passes no other upgrade", async () => {
      expect(await upgrade("Connection: Upgrade", "Upgrade: h2c")).to.match(/^HTTP\/1\.1 400 /);
      expect(seen).to.deep.equal([]);
    });

    it("passes none with a body: what follows is the tunnel's", async () => {
      const handshake = [
        ...[`Cookie: ${anna.headers.Cookie}`, `Origin: ${base}`, "Connection: Upgrade", "Upgrade: websocket"],
        ...["Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="],
      ];
      for (const length of ["Content-Length: 5", "Transfer-Encoding: chunked"])
        expect(await upgrade(...handshake, length), length).to.match(/^HTTP\/1\.1 400 /);
      expect(seen).to.deep.equal([]);
    });

    it("lets the app behind set no cookie of ours in its answer", async () => {
      const answer = await upgrade(
        ...[`Cookie: ${anna.headers.Cookie}`, `Origin: ${base}`, "Connection: Upgrade", "Upgrade: websocket"],
        ...["Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="],
      );
      expect(answer).to.match(/^HTTP\/1\.1 101 .*\r\nset-cookie: old=1\r\n/is);
      expect(answer).not.to.include("stolen");
      const refused = await upgrade(
        ...[`Cookie: ${anna.headers.Cookie}`, `Origin: ${base}`, "Connection: Upgrade", "Upgrade: websocket"],
        "Sec-WebSocket-Version: 1",
      );
      expect(refused).to.match(/^HTTP\/1\.1 4/);
      expect(refused).not.to.include("stolen");
    });

    it("has no name of ours dropped on the way, whatever a client says of its connection", async () => {
      const answer = await upgrade(
        `Cookie: ${anna.headers.Cookie}`,
        `Origin: ${base}`,
        "Connection: Upgrade, X-Remote-User",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
      );
      expect(answer).to.match(/^HTTP\/1\.1 101 /);
      expect(seen[0]?.headers).to.include({ connection: "Upgrade" });
    });
  });
});
