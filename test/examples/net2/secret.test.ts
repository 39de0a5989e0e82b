import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { keptSecret } from "../../../examples/net2/secret.js";

describe("keptSecret", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "net2-secret-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it("makes 256 bits that only the owner may read", async () => {
    const secret = await keptSecret(folder);
    expect(Buffer.from(secret, "base64url")).to.have.length(32);
    expect((await stat(join(folder, "secret"))).mode & 0o777).to.equal(0o600);
  });

  it("gives the same one ever after, and leaves nothing else behind", async () => {
    const secret = await keptSecret(folder);
    expect(await keptSecret(folder)).to.equal(secret);
    expect(await readdir(folder)).to.deep.equal(["secret"]);
  });

  it("gives one and the same to all who start at once", async () => {
    const secrets = await Promise.all(Array.from({ length: 20 }, () => keptSecret(folder)));
    expect(new Set(secrets)).to.have.property("size", 1);
    expect(await readFile(join(folder, "secret"), "utf8")).to.equal(`${secrets[0]}\n`);
    expect(await readdir(folder)).to.deep.equal(["secret"]);
  });

  it("does not write over a file that holds none", async () => {
    await writeFile(join(folder, "secret"), "short\n");
    const error = await keptSecret(folder).catch((thrown: unknown) => thrown);
    expect(error).to.be.an("error").with.property("message").that.includes(join(folder, "secret"));
    expect(await readFile(join(folder, "secret"), "utf8")).to.equal("short\n");
  });

  it("tells what is wrong where the secret cannot be read, and makes no other", async () => {
    await mkdir(join(folder, "secret"));
    const error = await keptSecret(folder).catch((thrown: unknown) => thrown);
    expect(error).to.have.property("code", "EISDIR");
    expect(await readdir(folder)).to.deep.equal(["secret"]);
  });
});
