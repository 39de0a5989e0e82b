import { expect } from "chai";
import { freePort } from "../../support/free-port.js";
import { send } from "../../support/http.js";
import { until } from "../../support/until.js";
import { type HostProject, makeProject } from "./project.js";
import { type Shape, shapes } from "./shapes.js";

const [oneFile] = shapes as readonly [Shape];

describe("express-mfa init", function () {
  this.timeout(60_000);
  let project: HostProject;
  afterEach(() => project?.remove());

  for (const { title, files, entry, config, start, build } of shapes) {
    it(`mounts it in ${title}`, async () => {
      project = makeProject(files);
      const port = await freePort();
      const made = project.init("--yes", "--issuer", "Door desk", "--url", `http://localhost:${port}/mfa`);
      expect(made.stderr).to.equal("");
      expect(made.status).to.equal(0);
      expect(project.read(entry)).to.include('"express-mfa"');
      expect(project.has(config)).to.equal(true);
      if (build) expect(project.build().stdout).to.equal("");

      const child = await project.start(start, port);
      try {
        const ask = (path: string) =>
          send(new URL(path, `http://127.0.0.1:${port}`), { headers: { Host: `localhost:${port}` } });
        await until(async () => (await ask("/mfa")).status === 200, 10_000);
        expect((await ask("/mfa")).json()).to.have.property("state", "setup");
        expect(await ask("/")).to.have.property("status", 401);
      } finally {
        child.kill("SIGKILL");
      }
    });
  }

  it("prints the lines, and adds none of them, where nobody said yes", () => {
    project = makeProject(oneFile.files);
    const { stdout, status } = project.init();
    expect(status).to.equal(0);
    expect(stdout).to.include('app.use("/mfa", mfa.router)').and.include("app.use(mfa.protect())");
    expect(stdout).to.include("Nothing is mounted yet: add the lines above to server.js.");
    expect(project.read("server.js")).to.equal(oneFile.files["server.js"]);
    expect(project.has("express-mfa.config.js")).to.equal(true);
  });

  for (const said of [
    "app.listen(4321);",
    "const PORT = process.env.PORT || 4321;",
    'const port = "4321";',
  ]) {
    it(`takes the port from ${said}, and says last where to begin`, () => {
      const mounting = oneFile.files["server.js"]?.replace(/^.*listen.*$/m, said) ?? "";
      project = makeProject({ ...oneFile.files, "server.js": mounting });
      const { stdout } = project.init();
      expect(project.read("express-mfa.config.js")).to.include('url: "http://localhost:4321/mfa"');
      expect(stdout.trimEnd()).to.match(
        /Next: start your server\..* at http:\/\/localhost:4321\/mfa\/setup,.*$/,
      );
    });
  }

  it("asks three questions and for a yes, says what does not fit, and ends with doctor", async () => {
    project = makeProject(oneFile.files);
    const { exit, output } = await project.type([
      [/call the system\? \[door-desk\] /, "Door desk\r"],
      [/as browsers see it\? \[[^\]]+\] /, "no url\r"],
      [/a URL such as[\s\S]*as browsers see it\? \[[^\]]+\] /, "http://localhost:4000/auth\r"],
      [/sends codes\?[^?]*\) /, "\r"],
      [/Add them to server\.js\? \[y\/N\] /, "y\r"],
    ]);
    expect(exit, output).to.equal(0);
    expect(output)
      .to.include("npx express-mfa doctor")
      .and.match(/(ok|warning|error) +Secret/);
    expect(project.read("server.js")).to.include('app.use("/auth", mfa.router)');
    expect(project.read("express-mfa.config.js")).to.include('issuer: "Door desk"');
  });

  for (const [key, typed] of [
    ["Ctrl-C", "\u0003"],
    ["Ctrl-D", "\u0004"],
  ] as const) {
    it(`leaves everything as it was at ${key}, whichever question it comes at`, async () => {
      const questions = [/call the system/, /as browsers see it/, /sends codes/, /Add them/];
      for (const [at] of questions.entries()) {
        project = makeProject(oneFile.files);
        const { exit, output } = await project.type([
          ...questions.slice(0, at).map((question) => [question, "\r"] as const),
          [questions[at] as RegExp, typed],
        ]);
        expect(exit, output).to.equal(130);
        expect(output).not.to.include("ERR_MFA");
        expect(project.has(".env")).to.equal(false);
        expect(project.has("express-mfa.config.js")).to.equal(false);
        expect(project.has(".gitignore")).to.equal(false);
        project.remove();
      }
    });
  }

  it("names the package to install where the storage lacks one, and keeps its URL in .env", () => {
    project = makeProject(oneFile.files);
    const { stdout } = project.init("--yes", "--storage", "redis://:pass@127.0.0.1:6379");
    expect(stdout).to.include("npm install @keyv/redis@5");
    expect(project.read(".env")).to.include("REDIS_URL=redis://:pass@127.0.0.1:6379");
    expect(project.read("express-mfa.config.js")).to.include("redis(process.env.REDIS_URL");
  });

  for (const [title, files, args, told] of [
    ["a folder without package.json", {}, [], "package.json is not there"],
    ["a project without Express", { "package.json": "{}" }, [], "names no express"],
    [
      "a project that has the options already",
      { ...oneFile.files, "express-mfa.config.js": "mine" },
      [],
      "is there already",
    ],
    ["an address that is none", oneFile.files, ["--url", "mfa"], "--url: a URL"],
    ["a storage that is none", oneFile.files, ["--storage", "mongodb://x"], "--storage: sqlite:FILE"],
    ["an entry that makes no app", oneFile.files, ["--entry", "package.json"], "has no line such as"],
    [
      "an entry that has it already",
      { ...oneFile.files, "server.js": `import "express-mfa";\n${oneFile.files["server.js"]}` },
      [],
      "mounted there already",
    ],
  ] as const) {
    it(`refuses ${title}, says why, and changes nothing`, () => {
      project = makeProject(files);
      const { status, stderr } = project.init("--yes", ...args);
      expect(status).to.equal(1);
      expect(stderr).to.include(told);
      expect(project.has(".env")).to.equal(false);
      for (const [name, text] of Object.entries(files)) expect(project.read(name)).to.equal(text);
    });
  }
});
