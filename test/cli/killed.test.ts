import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { createMfa, type Mfa } from "../../lib/index.js";
import { sqlite } from "../../storage/sqlite.js";
import { emailOtp, password, recoveryCode, totp } from "../../strategies/index.js";

const worker = fileURLToPath(new URL("./killed-worker.ts", import.meta.url));
const root = fileURLToPath(new URL("../..", import.meta.url));
const [old, fresh] = [
  "the old secret, of thirty-two bytes or more",
  "the new secret, of thirty-two bytes or more",
];

describe("A tool that is killed beside the server", function () {
  this.timeout(120_000);
  let folder: string;
  let template: string;
  const open = async (file: string, secret: readonly string[]): Promise<Mfa> => {
    const mfa = createMfa({
      issuer: "Net2",
      url: "http://localhost/mfa",
      secret,
      strategies: [password(), emailOtp(), totp(), recoveryCode()],
      initialPolicy: "app",
      storage: sqlite(file),
    });
    await mfa.ready();
    return mfa;
  };
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "express-mfa-tool-"));
    template = join(folder, "template.sqlite");
    const mfa = await open(template, [old]);
    for (const username of ["ella", "erik"])
      await mfa.operators.add({ username, role: "engineer", password: "correct horse battery" });
    await mfa.close();
  });
  after(() => rm(folder, { recursive: true }));

  const killed = async (file: string, number: number, when: string, name: string) => {
    const child = spawn(
      process.execPath,
      ["--import=tsx", worker, file, String(number), when, name, JSON.stringify([fresh, old])],
      { cwd: root, stdio: ["ignore", "ignore", "inherit"] },
    );
    return (await once(child, "close"))[1] === "SIGKILL";
  };

  for (const name of ["reseal", "after-restore", "break-glass"]) {
    it(`${name}: at whatever write, everything opens, everybody is there, and doing it again brings it to its end`, async () => {
      let kills = 0;
      for (let number = 1; number <= 40; number += 1) {
        const when = number % 2 === 0 ? "after" : "before";
        const file = join(folder, `${name}-${number}.sqlite`);
        await copyFile(template, file);
        if (!(await killed(file, number, when, name))) break;
        kills += 1;
        const mfa = await open(file, [fresh, old]);
        const said = `killed ${when} write ${number}`;
        for (const username of ["ella", "erik"])
          expect(await mfa.operators.find(username), said).to.include({ username, role: "engineer" });
        expect((await mfa.maintenance.reseal()).complete, said).to.equal(true);
        if (name === "after-restore")
          expect(await mfa.maintenance.afterRestore(), said).to.deep.equal({ operators: 2, complete: true });
        if (name === "break-glass")
          expect(await mfa.maintenance.breakGlass("ella"), said).to.have.property("code");
        expect((await mfa.maintenance.reseal()).complete, said).to.equal(true);
        await mfa.close();
        // The old secret is not needed any more.
        const later = await open(file, [fresh]);
        expect((await later.operators.list()).total, said).to.equal(2);
        await later.close();
      }
      expect(kills, "writes at which it was killed").to.be.within(3, 39);
    });
  }
});
