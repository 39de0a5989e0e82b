import type { IncomingHttpHeaders, RequestListener } from "node:http";
import { expect } from "chai";
import { freePort } from "../../support/free-port.js";
import { until } from "../../support/until.js";
import { type Front, startFront } from "./front.js";

describe("The balancer", () => {
  let front: Front;
  const worker: Front["worker"] = (...given) => front.worker(...given);
  const ask: Front["ask"] = (...given) => front.ask(...given);
  const dies: RequestListener = (req) => void req.socket.destroy();
  const post = (body = "x") => ask("/", { method: "POST", body });

  beforeEach(async () => {
    front = await startFront();
  });
  afterEach(() => front.close());

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
    front.came.length = 0;
    const posts = [await post(), await post()];
    expect(posts.map(({ status }) => status).sort()).to.deep.equal([200, 502]);
    expect(front.came, "each came once").to.have.length(2);
    front.came.length = 0;
    const withBody = [await ask("/", { body: "x" }), await ask("/", { body: "x" })];
    expect(withBody.map(({ status }) => status).sort(), "a body is read once").to.deep.equal([200, 502]);
    expect(front.came, "each came once").to.have.length(2);
  });

  it("gives what never reached a process to another one, whatever it is", async () => {
    front.balancer.add(await freePort());
    await worker("b");
    for (let time = 0; time < 4; time += 1) expect((await post()).text).to.equal("b");
  });

  it("says 504 where a process does not answer, and asks another where that does no harm", async () => {
    await worker("a", () => {});
    expect((await post()).status).to.equal(504);
    await worker("b");
    for (let time = 0; time < 2; time += 1) expect((await ask()).text).to.equal("b");
    front.came.length = 0;
    expect([(await post()).status, (await post()).status].sort()).to.deep.equal([200, 504]);
    expect(front.came, "a change came to one, once").to.have.length(2);
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
    await until(() => front.came.length === 1, 1000);
    await worker("b");
    let isOut = false;
    const out = front.balancer.takeOut(a, 5000).then(() => {
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
    await until(() => front.came.length === 1, 1000);
    const begun = Date.now();
    await front.balancer.takeOut(a, 100);
    expect(Date.now() - begun).to.be.within(80, 250);
    expect((await slow).status).to.equal(502);
  });

  it("gives nothing to a process that does not say that it is well, until it does", async () => {
    let isWell = false;
    await worker("a", (req, res) => {
      res.statusCode = req.url === "/healthz" && !isWell ? 500 : 200;
      res.end("a");
    });
    front.balancer.watch(20);
    await until(async () => (await ask()).status === 503, 2000);
    isWell = true;
    await until(async () => (await ask()).status === 200, 2000);
    expect((await ask()).status).to.equal(200);
  });

  it("passes on nothing that is for this connection only", async () => {
    let seen: IncomingHttpHeaders = {};
    await worker("a", (req, res) => {
      seen = req.headers;
      res.writeHead(200, { "Set-Cookie": ["a=1", "b=2"], "Keep-Alive": "timeout=99", Upgrade: "h2c" }).end();
    });
    const { headers: back } = await ask("/", {
      headers: { Connection: "X-Secret", "X-Secret": "1", "Proxy-Authorization": "x", TE: "trailers" },
    });
    expect(seen).to.not.have.any.keys("x-secret", "proxy-authorization", "te");
    expect(back["set-cookie"]).to.deep.equal(["a=1", "b=2"]);
    expect(back).to.not.have.property("upgrade");
    expect(back["keep-alive"]).to.not.equal("timeout=99");
  });
});
