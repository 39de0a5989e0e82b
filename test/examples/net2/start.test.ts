import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect } from "chai";
import { send } from "../../support/http.js";
import { launchNet2, type Net2, startNet2 } from "../../support/net2.js";

describe("Starting and stopping the example", () => {
  const running: Net2[] = [];
  const start = async (environment: Record<string, string> = {}) => {
    const net2 = await startNet2(environment);
    running.push(net2);
    return net2;
  };
  const fail = async (environment: Record<string, string>) => {
    const net2 = await launchNet2(environment);
    running.push(net2);
    return { ...(await net2.ended), output: net2.output() };
  };
  let dataDir: string;
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), "net2-start-"));
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((net2) => net2.stop("SIGKILL")));
    await rm(dataDir, { recursive: true, force: true });
  });

  it("answers on localhost and on 127.0.0.1 once it has printed its address", async () => {
    const net2 = await start();
    const { port } = new URL(net2.origin);
    for (const host of ["localhost", "127.0.0.1"]) {
      expect(await send(new URL(`http://${host}:${port}/`))).to.have.property("status", 200);
    }
  });

  it("has the command line beside it, with the same options", async () => {
    const net2 = await start({ DATA_DIR: dataDir });
    const folder = fileURLToPath(new URL("../../../examples/net2", import.meta.url));
    const main = fileURLToPath(new URL("../../../dist/lib/cli/main.js", import.meta.url));
    const { PATH, HOME } = process.env;
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ["--import=tsx", main, "operators", "list", "--json"],
      { cwd: folder, env: { PATH, HOME, DATA_DIR: dataDir, PORT: new URL(net2.origin).port } },
    );
    const { operators } = JSON.parse(stdout) as { operators: { username: string }[] };
    expect(operators.map(({ username }) => username)).to.deep.equal(["anna", "engineer", "erik"]);
  });

  it("prints a password of its own for each operator, once", async () => {
    const first = await start({ DATA_DIR: dataDir, DEMO_PASSWORD: "" });
    const passwords = first.output().match(/password [a-z2-9]{4}(-[a-z2-9]{4}){3}$/gm) ?? [];
    expect(new Set(passwords)).to.have.property("size", 3);
    await first.stop();
    const second = await start({ DATA_DIR: dataDir, DEMO_PASSWORD: "" });
    expect(second.output()).not.to.include("password");
  });

  it("begins with its set-up, prints the code for it, and a new one at each start until it is done", async () => {
    const codes: string[] = [];
    for (let starts = 0; starts < 2; starts += 1) {
      const net2 = await start({ DATA_DIR: dataDir, DEMO: "" });
      const page = await send(new URL("/mfa/", net2.origin));
      expect(JSON.parse(page.text)).to.deep.include({ state: "setup", mode: "email", mail: { state: "ok" } });
      expect(net2.output()).to.include(`Set up Net2: ${net2.origin}/mfa/setup\n`).and.not.include("password");
      codes.push(/^Setup code: (\S+) \(once, until \d\d:\d\d\)$/m.exec(net2.output())?.[1] ?? "none");
      await net2.stop();
    }
    expect(codes[0]).to.match(/^\w{4}(-\w{4}){3}$/);
    expect(codes[1]).to.not.equal(codes[0]);
  });

  it("keeps the secret that it made", async () => {
    const first = await start({ DATA_DIR: dataDir });
    await first.stop();
    const secret = await readFile(join(dataDir, "secret"), "utf8");
    expect((await stat(join(dataDir, "secret"))).mode & 0o777).to.equal(0o600);
    await start({ DATA_DIR: dataDir });
    expect(await readFile(join(dataDir, "secret"), "utf8")).to.equal(secret);
  });

  it("ends with one line and exit code 1 on a setting that it cannot use", async () => {
    const { code, output } = await fail({ REAUTH_DAYS: "91" });
    expect(code).to.equal(1);
    expect(output).to.match(/^REAUTH_DAYS is "91"; .+\n$/);
  });

  it("ends with one line and exit code 1 on a password that is refused", async () => {
    const { code, output } = await fail({ DEMO_PASSWORD: "short" });
    expect(code).to.equal(1);
    expect(output)
      .to.match(/^DEMO_PASSWORD .+\n$/)
      .and.not.include('"short"');
  });

  it("ends with one line and exit code 1 when the port is taken", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const { code, output } = await fail({ PORT: String(port) });
    server.close();
    expect(code).to.equal(1);
    expect(output).to.match(/^listen EADDRINUSE.+PORT.+\n$/);
  });

  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    it(`stops on ${signal} within 3 s, exit code 0, though a client keeps its connection`, async () => {
      const net2 = await start();
      const socket = connect(Number(new URL(net2.origin).port), "127.0.0.1");
      socket.write("GET /net2 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n");
      await once(socket, "data");
      const from = performance.now();
      expect(await net2.stop(signal)).to.deep.equal({ code: 0, signal: null });
      expect(performance.now() - from).to.be.lessThan(3000);
      socket.destroy();
    });
  }

  it("takes a signal that comes twice in one key press as one, and ends at once on a second one", async () => {
    const net2 = await start();
    const socket = connect(Number(new URL(net2.origin).port), "127.0.0.1");
    await once(socket, "connect");
    socket.write("GET / HTTP/1.1\r\n");
    net2.process.kill("SIGINT");
    net2.process.kill("SIGINT");
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(net2.process.exitCode).to.equal(null);
    expect(await net2.stop("SIGINT")).to.deep.equal({ code: 130, signal: null });
    socket.destroy();
  });

  it("shows no mailbox when mail goes elsewhere", async () => {
    const net2 = await start({ SMTP_URL: "smtp://127.0.0.1:9" });
    expect(await send(new URL("/dev/mail", net2.origin))).to.have.property("status", 404);
  });
});
