import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { createMfa } from "../../lib/index.js";
import { en } from "../../lib/locales/index.js";
import { sqlite } from "../../storage/sqlite.js";
import { password } from "../../strategies/index.js";
import { settings } from "../directory/import-settings.js";
import { createTestClock } from "../support/test-clock.js";
import { until } from "../support/until.js";

const worker = fileURLToPath(new URL("./killed-worker.ts", import.meta.url));
const root = fileURLToPath(new URL("../..", import.meta.url));

describe("The mails of a process that was killed", function () {
  this.timeout(30_000);
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "express-mfa-notify-"));
  });
  after(() => rm(folder, { recursive: true }));

  it("go out once, by whichever process touches that operator next", async () => {
    const file = join(folder, "mfa.sqlite");
    const child = spawn(process.execPath, ["--import=tsx", worker, file], {
      cwd: root,
      stdio: ["ignore", "ignore", "inherit"],
    });
    expect((await once(child, "close"))[1]).to.equal("SIGKILL");

    const subjects: string[] = [];
    const mailer = {
      send: async ({ subject }: { readonly subject: string }) => void subjects.push(subject),
      async verify() {},
      close() {},
    };
    const clock = createTestClock(Date.now());
    const processes = await Promise.all(
      [0, 1].map(async () => {
        const mfa = createMfa({
          ...settings,
          strategies: [password()],
          storage: sqlite(file),
          mailer,
          clock: clock.now,
        });
        await mfa.ready();
        return mfa;
      }),
    );
    const { id } = (await processes[0]?.operators.find("anna")) ?? { id: "" };
    const touch = () =>
      Promise.all(
        processes.map((mfa, at) => mfa.operators.update(id, { name: `Anna ${at} ${clock.now()}` })),
      );
    await touch();
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(subjects, "the one that is gone may be at it still").to.deep.equal([]);
    clock.advance(61_000);
    await touch();
    await until(() => subjects.length > 0, 3000);
    await touch();
    await new Promise((resolve) => setTimeout(resolve, 300));
    for (const mfa of processes) await mfa.close();
    expect(subjects).to.deep.equal([
      en.mails.notifications.reset.subject.replace("{issuer}", settings.issuer),
    ]);
  });
});
