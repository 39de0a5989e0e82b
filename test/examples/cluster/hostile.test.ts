import { spawn } from "node:child_process";
import { once } from "node:events";
import type { IncomingHttpHeaders, RequestListener } from "node:http";
import { expect } from "chai";
import { freePort } from "../../support/free-port.js";
import { until } from "../../support/until.js";
import { type Front, startFront } from "./front.js";

describe("The balancer before hostile clients", () => {
  let front: Front;
  beforeEach(async () => {
    front = await startFront();
  });
  afterEach(() => front.close());

  describe("telling where a request comes from", () => {
    let seen: IncomingHttpHeaders;
    const lies = {
      "X-Forwarded-For": "6.6.6.6",
      "X-Forwarded-Host": "evil.example",
      "X-Forwarded-Proto": "https",
      "X-Forwarded-Port": "6",
      Forwarded: "for=6.6.6.6;host=evil.example",
      "X-Real-IP": "6.6.6.6",
    };
    const notes: RequestListener = (req, res) => {
      seen = req.headers;
      res.end();
    };

    it("believes no client: its address is where its connection ends, and host and protocol are those of the connection", async () => {
      await front.worker("a", notes);
      await front.ask("/", { headers: lies });
      expect(seen["x-forwarded-for"]).to.equal("127.0.0.1");
      expect(JSON.stringify(seen)).to.not.match(/6\.6\.6\.6|evil|https/);
      await front.ask("/", { headers: { Connection: "X-Forwarded-For", ...lies } });
      expect(seen["x-forwarded-for"], "a client cannot have it dropped").to.equal("127.0.0.1");
    });

    it("believes your own proxy, where one stands before it, and adds its address at the end", async () => {
      await front.close();
      front = await startFront({ behindProxy: true });
      await front.worker("a", notes);
      await front.ask("/", { headers: lies });
      expect(seen).to.include({ "x-forwarded-for": "6.6.6.6, 127.0.0.1", "x-forwarded-proto": "https" });
      await front.ask("/", { headers: { Connection: "X-Forwarded-For, X-Forwarded-Proto", ...lies } });
      expect(seen["x-forwarded-for"], "a client cannot have it dropped on the way").to.equal(
        "6.6.6.6, 127.0.0.1",
      );
      expect(seen["x-forwarded-proto"]).to.equal("https");
    });

    it("cannot be made to forget it by very many headers: Node reads a thousand, and drops the rest without a word", async () => {
      await front.worker("a", notes);
      const many = (count: number) =>
        Object.fromEntries(Array.from({ length: count }, (_, at) => [`h${at}`, ""]));
      expect((await front.ask("/", { headers: many(90) })).status).to.equal(200);
      expect(seen["x-forwarded-for"]).to.equal("127.0.0.1");
      front.came.length = 0;
      for (const count of [110, 995, 1000, 1200])
        expect(
          (await front.ask("/", { headers: { Host: "a", ...many(count) } })).status,
          `${count}`,
        ).to.equal(431);
      expect(front.came).to.deep.equal([]);
    });
  });

  it("passes on no request that another server may read in another way", async () => {
    await front.worker("a");
    const head = (first: string, ...lines: string[]) =>
      [first, ...lines, "Connection: close", "", ""].join("\r\n");
    const refused: readonly (readonly [string, number])[] = [
      // RFC 9112 §3.2: exactly one Host.
      [head("GET / HTTP/1.1", "Host: a", "Host: b"), 400],
      [head("GET / HTTP/1.1"), 400],
      // RFC 9112 §3.2.2: its host would count, and not the header.
      [head("GET http://evil.example/ HTTP/1.1", "Host: a"), 400],
      [head("OPTIONS * HTTP/1.1", "Host: a"), 400],
      // RFC 9112 §6.1: a coding that nobody here knows, none at all, and one that a server of HTTP/1.0 does not read.
      [`${head("POST / HTTP/1.1", "Host: a", "Transfer-Encoding: gzip, chunked")}0\r\n\r\n`, 501],
      [`${head("POST / HTTP/1.1", "Host: a", "Transfer-Encoding:")}`, 501],
      [`${head("POST / HTTP/1.0", "Host: a", "Transfer-Encoding: chunked")}0\r\n\r\n`, 400],
      // Refused by Node itself; a copy with insecureHTTPParser would not.
      [`${head("POST / HTTP/1.1", "Host: a", "Transfer-Encoding:", " chunked")}0\r\n\r\n`, 400],
      [`${head("POST / HTTP/1.1", "Host: a", "Transfer-Encoding : chunked")}0\r\n\r\n`, 400],
      [`${head("POST / HTTP/1.1", "Host: a", "Content-Length: 1", "Content-Length: 2")}ab`, 400],
      [`${head("POST / HTTP/1.1", "Host: a", "Content-Length: +1")}a`, 400],
      [head("GET / HTTP/1.1", "Host: a", "X: y\nContent-Length: 1"), 400],
      ["GET / HTTP/1.1\nHost: a\n\n", 400],
    ];
    for (const [text, status] of refused)
      expect(await front.raw(text), JSON.stringify(text)).to.match(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(front.came).to.deep.equal([]);
    expect(await front.raw(head("GET / HTTP/1.0", "Host: a")), "and goes on").to.match(/^HTTP\/1\.1 200 /);
  });

  it("does not fall over any byte, wherever it stands", async () => {
    await front.worker("a");
    const bytes = Array.from({ length: 256 }, (_, at) => String.fromCharCode(at));
    const answers = await Promise.all(
      bytes.flatMap((byte) => [
        front.raw(`GET /a${byte}b HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`),
        front.raw(`GET / HTTP/1.1\r\nHost: a${byte}b\r\nX${byte}Y: a${byte}b\r\nConnection: close\r\n\r\n`),
        front.raw(`A${byte}B / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`),
      ]),
    );
    for (const answer of answers) expect(answer).to.match(/^(HTTP\/1\.1 [24]00 |$)/);
    expect((await front.ask()).text).to.equal("a");
  });

  it("keeps the end of a body where it is, so that no request hides in another", async () => {
    await front.worker("a");
    const hidden = "GET /hidden HTTP/1.1\r\nHost: x\r\n\r\n";
    const length = Buffer.byteLength(hidden).toString(16);
    // Of a GET no body is expected, so nothing frames it where the header is gone.
    const head = (method: string, connection: string, framing: string) =>
      `${method} / HTTP/1.1\r\nHost: x\r\nConnection: ${connection}\r\n${framing}\r\n\r\n`;
    await front.raw(`${head("GET", "content-length", `Content-Length: ${hidden.length}`)}${hidden}`);
    await front.raw(
      `${head("GET", "transfer-encoding", "Transfer-Encoding: chunked")}${length}\r\n${hidden}\r\n0\r\n\r\n`,
    );
    await front.raw(
      `${head("POST", "close", `Transfer-Encoding: chunked\r\nContent-Length: 4`)}0\r\n\r\n${hidden}`,
    );
    expect(front.came.filter((line) => line.includes("hidden"))).to.deep.equal([]);
    expect(front.came.length, "the two whole ones, perhaps the third").to.be.within(2, 3);
  });

  describe("and their patience", () => {
    const upload = "POST /up HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\nabc";
    /** Milliseconds until it has nothing in its hands. */
    const takenOut = async (target: Awaited<ReturnType<Front["worker"]>>) => {
      const begun = Date.now();
      await front.balancer.takeOut(target, 5000);
      return Date.now() - begun;
    };

    it("frees the process of what a client has left: in the middle of its body, or of the answer", async () => {
      const a = await front.worker("a", (req, res) => {
        if (req.method === "POST") return;
        res.write("x".repeat(100_000));
      });
      const sockets = [upload, "GET /long HTTP/1.1\r\nHost: a\r\n\r\n"].map(front.connect);
      await until(() => front.came.length === 2, 1000);
      for (const socket of sockets) socket.destroy();
      expect(await takenOut(a)).to.be.below(1000);
    });

    it("does not wait for a body that nobody needs any more", async () => {
      const a = await front.worker("a", (_req, res) => void res.writeHead(413).end());
      expect(await front.raw(upload)).to.match(/^HTTP\/1\.1 413 /);
      expect(await takenOut(a)).to.be.below(1000);
    });

    it("holds up no restart for a slow body, and sends what there was of it to nobody else", async () => {
      const a = await front.worker("a", (req) => void req.resume());
      const socket = front.connect(upload);
      let said = "";
      socket.on("data", (data) => {
        said += data;
      });
      const drips = setInterval(() => socket.writable && socket.write("d"), 20);
      await until(() => front.came.length === 1, 1000);
      await front.worker("b");
      const begun = Date.now();
      await front.balancer.takeOut(a, 200);
      expect(Date.now() - begun).to.be.within(150, 1000);
      await until(() => socket.destroyed || said !== "", 1000);
      clearInterval(drips);
      expect(said).to.match(/^HTTP\/1\.1 502 /);
      expect(front.came).to.deep.equal(["a POST /up"]);
      socket.destroy();
    });

    it("answers others beside 500 connections that say nothing, or only half a head", async () => {
      await front.worker("a");
      const idle = Array.from({ length: 500 }, (_, at) =>
        front.connect(at % 2 === 0 ? "" : "GET / HTTP/1.1\r\nHost: a\r\nX: "),
      );
      await Promise.all(idle.map((socket) => socket.connecting && once(socket, "connect")));
      for (let time = 0; time < 10; time += 1) expect((await front.ask()).text).to.equal("a");
      expect(front.came, "no half of a request came to a process").to.have.length(10);
      for (const socket of idle) socket.destroy();
    });

    it("gives what a client sends, and then sends no more, to one process once", async () => {
      await front.worker("a");
      await front.worker("b");
      const socket = front.connect("POST /half HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx");
      socket.once("connect", () => setImmediate(() => socket.end())).resume();
      await once(socket, "close");
      expect(front.came.length).to.be.at.most(1);
    });

    it("gives a change to a process that stands still, and to no other: stopped, it has it when it goes on", async () => {
      const port = await freePort();
      const program = `let n = 0; require("node:http").createServer((req, res) => {
        if (req.method === "POST") n += 1;
        res.end("stopped " + n);
      }).listen(${port}, "127.0.0.1", () => console.log("up"))`;
      const child = spawn(process.execPath, ["-e", program], { stdio: ["ignore", "pipe", "inherit"] });
      try {
        await once(child.stdout, "data");
        front.balancer.add(port);
        child.kill("SIGSTOP");
        await front.worker("b");
        const change = () => front.ask("/", { method: "POST", body: "x" });
        expect([(await change()).status, (await change()).status].sort()).to.deep.equal([200, 504]);
        expect(front.came, "of two, one came to the other process").to.have.length(1);
        for (let time = 0; time < 2; time += 1)
          expect((await front.ask()).text, "what is safe").to.equal("b");
        child.kill("SIGCONT");
        await until(async () => (await front.ask()).text === "stopped 1", 3000);
      } finally {
        child.kill("SIGKILL");
      }
    });
  });
});
