import { createServer, type IncomingHttpHeaders, type RequestListener, type Server } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { expect } from "chai";
import { type Balancer, createBalancer, type Target } from "../../../examples/cluster/balancer.js";
import { freePort } from "../../support/free-port.js";
import { type Sent, send } from "../../support/http.js";
import { until } from "../../support/until.js";

describe("The balancer", () => {
  let balancer: Balancer;
  let front: Server;
  let servers: Server[];
  let base: string;
  /** What came to the workers, in order: `a GET /`. */
  let came: string[];

  const listen = async (handler: RequestListener): Promise<number> => {
    const server = createServer(handler);
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return (server.address() as AddressInfo).port;
  };
  /** A process that says its name, or does what `otherwise` does. */
  const worker = async (name: string, otherwise?: RequestListener): Promise<Target> =>
    balancer.add(
      await listen((req, res) => {
        if (req.url !== "/healthz") came.push(`${name} ${req.method} ${req.url}`);
        if (otherwise !== undefined) return otherwise(req, res);
        req.resume().once("end", () => res.end(name));
      }),
    );
  const dies: RequestListener = (req) => void req.socket.destroy();
  const ask = (path = "/", sent: Sent = {}) => send(new URL(path, base), sent);
  const post = (body = "x") => ask("/", { method: "POST", body });

  beforeEach(async () => {
    [servers, came] = [[], []];
    balancer = createBalancer({ timeout: 300 });
    base = `http://127.0.0.1:${await listen((req, res) => balancer.handle(req, res))}`;
    [front] = servers as [Server];
  });
  afterEach(async () => {
    balancer.close();
    for (const server of servers) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  });

  it("gives each process its turn", async () => {
    await worker("a");
    await worker("b");
    const answers = await Promise.all([ask(), ask(), ask(), ask()]);
    expect(answers.map(({ text }) => text).sort()).to.deep.equal(["a", "a", "b", "b"]);
  });

  it("tries a safe request on another process where one dies with it, and never one that changes something", async () => {
    await worker("a", dies);
    await worker("b");
    for (const method of ["GET", "HEAD", "OPTIONS"]) {
      for (let time = 0; time < 2; time += 1) expect((await ask("/", { method })).status).to.equal(200);
    }
    came = [];
    const posts = [await post(), await post()];
    expect(posts.map(({ status }) => status).sort()).to.deep.equal([200, 502]);
    expect(came, "each came once").to.have.length(2);
    came = [];
    const withBody = [await ask("/", { body: "x" }), await ask("/", { body: "x" })];
    expect(withBody.map(({ status }) => status).sort(), "a body is read once").to.deep.equal([200, 502]);
    expect(came, "each came once").to.have.length(2);
  });

  it("gives what never reached a process to another one, whatever it is", async () => {
    balancer.add(await freePort());
    await worker("b");
    for (let time = 0; time < 4; time += 1) expect((await post()).text).to.equal("b");
  });

  it("says 504 where a process does not answer, and asks another where that does no harm", async () => {
    await worker("a", () => {});
    expect((await post()).status).to.equal(504);
    await worker("b");
    for (let time = 0; time < 2; time += 1) expect((await ask()).text).to.equal("b");
  });

  it("says 503 and when to come again where nobody is there", async () => {
    const { status, headers } = await ask();
    expect([status, headers["retry-after"]]).to.deep.equal([503, "1"]);
  });

  it("breaks an answer off that broke off", async () => {
    await worker("a", (_req, res) => {
      res.write("half of");
      setTimeout(() => res.destroy(), 50);
    });
    expect(await ask().catch((error: Error) => error)).to.be.an("error");
  });

  it("waits for the head of an answer, and lets the rest take its time", async () => {
    await worker("a", (_req, res) => {
      res.write("now, ");
      setTimeout(() => res.end("and later"), 600);
    });
    expect((await ask()).text).to.equal("now, and later");
  });

  it("lets a process that is taken out finish what it has, and gives it nothing more", async () => {
    let finish = () => {};
    const a = await worker("a", (_req, res) => {
      finish = () => res.end("late, and whole");
    });
    const slow = ask("/slow");
    await until(() => came.length === 1, 1000);
    await worker("b");
    let isOut = false;
    const out = balancer.takeOut(a, 5000).then(() => {
      isOut = true;
    });
    for (let time = 0; time < 4; time += 1) expect((await ask()).text).to.equal("b");
    expect(isOut).to.equal(false);
    finish();
    await out;
    expect((await slow).text).to.equal("late, and whole");
  });

  it("waits no longer than it may for one that does not finish", async () => {
    const a = await worker("a", () => {});
    const slow = post();
    await until(() => came.length === 1, 1000);
    const begun = Date.now();
    await balancer.takeOut(a, 100);
    expect(Date.now() - begun).to.be.within(80, 250);
    expect((await slow).status).to.equal(502);
  });

  it("gives nothing to a process that does not say that it is well, until it does", async () => {
    let isWell = false;
    await worker("a", (req, res) => {
      res.statusCode = req.url === "/healthz" && !isWell ? 500 : 200;
      res.end("a");
    });
    balancer.watch(20);
    await until(async () => (await ask()).status === 503, 2000);
    isWell = true;
    await until(async () => (await ask()).status === 200, 2000);
    expect((await ask()).status).to.equal(200);
  });

  it("tells the address last, whatever a client says, and passes on nothing that is for this connection only", async () => {
    let seen: IncomingHttpHeaders = {};
    await worker("a", (req, res) => {
      seen = req.headers;
      res.writeHead(200, { "Set-Cookie": ["a=1", "b=2"], "Keep-Alive": "timeout=99", Upgrade: "h2c" }).end();
    });
    const headers = {
      "X-Forwarded-For": "6.6.6.6",
      Connection: "X-Secret, X-Forwarded-For",
      "X-Secret": "1",
    };
    await ask("/", { headers });
    expect(seen["x-forwarded-for"], "a client has it dropped, not ours").to.equal("127.0.0.1");
    expect(seen).to.not.have.property("x-secret");
    const { headers: back } = await ask("/", { headers: { "X-Forwarded-For": "6.6.6.6" } });
    expect(seen["x-forwarded-for"]).to.equal("6.6.6.6, 127.0.0.1");
    expect(back["set-cookie"]).to.deep.equal(["a=1", "b=2"]);
    expect(back).to.not.have.property("upgrade");
    expect(back["keep-alive"]).to.not.equal("timeout=99");
  });

  it("keeps the end of a body where it is, so that no request hides in another", async () => {
    await worker("a");
    const raw = (text: string) =>
      new Promise<string>((resolve) => {
        const socket: Socket = connect((front.address() as AddressInfo).port, "127.0.0.1", () =>
          socket.write(text),
        );
        let said = "";
        socket.on("data", (data) => {
          said += data;
        });
        socket.on("error", () => {});
        socket.on("close", () => resolve(said));
        socket.setTimeout(400, () => socket.destroy());
      });
    const hidden = "GET /hidden HTTP/1.1\r\nHost: x\r\n\r\n";
    const length = Buffer.byteLength(hidden).toString(16);
    // Of a GET no body is expected, so nothing frames it where the header is gone.
    const head = (method: string, connection: string, framing: string) =>
      `${method} / HTTP/1.1\r\nHost: x\r\nConnection: ${connection}\r\n${framing}\r\n\r\n`;
    await raw(`${head("GET", "content-length", `Content-Length: ${hidden.length}`)}${hidden}`);
    await raw(
      `${head("GET", "transfer-encoding", "Transfer-Encoding: chunked")}${length}\r\n${hidden}\r\n0\r\n\r\n`,
    );
    await raw(
      `${head("POST", "close", `Transfer-Encoding: chunked\r\nContent-Length: 4`)}0\r\n\r\n${hidden}`,
    );
    expect(came.filter((line) => line.includes("hidden"))).to.deep.equal([]);
    expect(came.length, "the two whole ones, perhaps the third").to.be.within(2, 3);
  });
});
