import { lstatSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { expect } from "chai";
import { type HostProject, makeProject } from "./project.js";
import { type Shape, shapes } from "./shapes.js";

const [oneFile] = shapes as readonly [Shape];

describe("What express-mfa init writes", function () {
  this.timeout(60_000);
  let project: HostProject;
  afterEach(() => project?.remove());

  it("keeps the secret to its owner, out of git and out of the file with the options", () => {
    project = makeProject({ ...oneFile.files, ".gitignore": "node_modules" });
    project.init("--yes", "--smtp", "smtp://me:pass@mail.example:587");
    const environment = project.read(".env");
    const [, secret = ""] = /^MFA_SECRET=(\S+)$/m.exec(environment) ?? [];
    expect(Buffer.from(secret, "base64url")).to.have.length(32);
    expect(environment).to.include("SMTP_URL=smtp://me:pass@mail.example:587\n");
    expect(statSync(join(project.folder, ".env")).mode & 0o777).to.equal(0o600);
    expect(project.read(".gitignore")).to.equal("node_modules\n.env\nmfa.sqlite*\n");
    expect(project.read("express-mfa.config.js")).not.to.include("me:pass");
  });

  it("adds to what is in .env, changes nothing of it, and takes the reading away from others", () => {
    project = makeProject({
      ...oneFile.files,
      ".env": "PORT=3000\nMFA_SECRET=mine, which stays as it is, 32 bytes",
    });
    project.init("--yes", "--smtp", "smtp://mail.example:587");
    expect(project.read(".env")).to.equal(
      "PORT=3000\nMFA_SECRET=mine, which stays as it is, 32 bytes\nSMTP_URL=smtp://mail.example:587\n",
    );
    expect(statSync(join(project.folder, ".env")).mode & 0o777).to.equal(0o600);
  });

  it("fills in what is named in .env and left empty, in its place", () => {
    for (const empty of ["MFA_SECRET=", 'export MFA_SECRET = ""', "MFA_SECRET= # 32 bytes or more"]) {
      project = makeProject({ ...oneFile.files, ".env": `PORT=3000\n${empty}\nSMTP_URL=smtp://a.example\n` });
      const { stdout } = project.init("--yes", "--smtp", "smtp://mail.example:587");
      expect(stdout).to.include(".env (MFA_SECRET)");
      expect(project.read(".env")).to.match(
        /^PORT=3000\n(export )?MFA_SECRET ?=[\w-]{43}( # 32 bytes or more)?\nSMTP_URL=smtp:\/\/a\.example\n$/,
      );
      expect(statSync(join(project.folder, ".env")).mode & 0o777).to.equal(0o600);
      project.remove();
    }
  });

  it("takes the last line of a name for what it says, as Node does", () => {
    project = makeProject({ ...oneFile.files, ".env": "MFA_SECRET=mine\nMFA_SECRET=\n" });
    project.init("--yes");
    expect(project.read(".env")).to.match(/^MFA_SECRET=mine\nMFA_SECRET=[\w-]{43}\n$/);
  });

  it("writes no secret through a link to another file", () => {
    for (const name of [".env", ".gitignore"]) {
      project = makeProject({ ...oneFile.files, "kept.txt": "as it was" });
      symlinkSync(join(project.folder, "kept.txt"), join(project.folder, name));
      const { status, stderr } = project.init("--yes");
      expect(status).to.equal(1);
      expect(stderr).to.include(`${name} is a link`);
      expect(project.read("kept.txt")).to.equal("as it was");
      expect(project.has("express-mfa.config.js")).to.equal(false);
      project.remove();
    }
  });

  it("writes no further line into .env, whatever an answer holds", () => {
    project = makeProject(oneFile.files);
    const { status } = project.init(
      "--yes",
      "--smtp",
      "smtp://mail.example\nNODE_OPTIONS=--import=/tmp/evil.js",
    );
    expect(status).to.equal(1);
    expect(project.has(".env")).to.equal(false);
  });

  it("writes no further line into .gitignore, whatever the name of the file holds", () => {
    project = makeProject(oneFile.files);
    const { status, stderr } = project.init("--yes", "--storage", "sqlite:mfa.sqlite\n!.env\n");
    expect(status).to.equal(1);
    expect(stderr).to.include("--storage: sqlite:FILE");
    expect(project.has(".gitignore")).to.equal(false);
    expect(project.has("express-mfa.config.js")).to.equal(false);
  });

  for (const file of [
    "./data/mfa.sqlite",
    "mfa[1].sqlite",
    "!mfa.sqlite",
    "#mfa.sqlite",
    "m*?.sqlite",
    "a b.sqlite ",
  ]) {
    it(`keeps the data out of git where its file is "${file}"`, () => {
      project = makeProject(oneFile.files);
      project.git("init", "--quiet");
      expect(project.init("--yes", "--storage", `sqlite:${file}`).stderr).to.equal("");
      for (const name of [file, `${file}-wal`, ".env"]) {
        expect(project.git("check-ignore", "--quiet", name).status, name).to.equal(0);
      }
      for (const name of ["server.js", "mfa1.sqlite", "mine.sqlite"]) {
        expect(project.git("check-ignore", "--quiet", name).status, name).to.equal(1);
      }
    });
  }

  it("leaves .gitignore alone where the data is outside the folder", () => {
    project = makeProject(oneFile.files);
    project.init("--yes", "--storage", "sqlite:../mfa.sqlite");
    expect(project.read(".gitignore")).to.equal(".env\n");
  });

  it("changes no file that a linked folder leads to", () => {
    const text = oneFile.files["server.js"] ?? "";
    const neighbour = makeProject({ "app.js": text, "main.js": text });
    try {
      project = makeProject({
        "package.json": JSON.stringify({
          type: "module",
          main: "src/app.js",
          dependencies: { express: "5" },
        }),
      });
      symlinkSync(neighbour.folder, join(project.folder, "src"));
      symlinkSync(join(neighbour.folder, "main.js"), join(project.folder, "server.js"));
      for (const args of [[], ["--entry", "src/app.js"], ["--entry", "server.js"]]) {
        project.init("--yes", ...args);
        expect(neighbour.read("app.js")).to.equal(text);
        expect(lstatSync(join(project.folder, "server.js")).isSymbolicLink()).to.equal(true);
      }
      expect(project.init("--yes").status).to.equal(1); // the options are there, and nothing was mounted
    } finally {
      neighbour.remove();
    }
  });

  it("follows a link inside the folder to the file that Node will run", () => {
    project = makeProject({
      "package.json": JSON.stringify({ type: "module", dependencies: { express: "5" } }),
      "lib/app.js": oneFile.files["server.js"] ?? "",
    });
    symlinkSync("lib/app.js", join(project.folder, "server.js"));
    expect(project.init("--yes").stdout).to.include("lib/app.js");
    expect(project.read("lib/app.js")).to.include('from "../express-mfa.config.js"');
    expect(lstatSync(join(project.folder, "server.js")).isSymbolicLink()).to.equal(true);
  });

  it("changes no file outside the folder", () => {
    project = makeProject(oneFile.files);
    const outside = `${project.folder}-neighbour.js`;
    const text = oneFile.files["server.js"] ?? "";
    writeFileSync(outside, text);
    try {
      const { status } = project.init("--yes", "--entry", `../${basename(outside)}`);
      expect(status).to.equal(1);
      expect(readFileSync(outside, "utf8")).to.equal(text);
      expect(project.init("--yes", "--entry", ".").status).to.equal(1);
    } finally {
      rmSync(outside);
    }
  });
});
