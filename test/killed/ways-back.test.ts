import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { createMfa, type Mfa } from "../../lib/index.js";
import { sqlite } from "../../storage/sqlite.js";
import { emailOtp, password, recoveryCode, totp } from "../../strategies/index.js";
import { needs } from "../support/needs.js";
import { oathtool } from "../support/oathtool.js";
import { until } from "../support/until.js";

const script = fileURLToPath(new URL("./server.ts", import.meta.url));
const root = fileURLToPath(new URL("../..", import.meta.url));
const word = "correct horse battery";
const fresh = "a password of the new year";
const key = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

interface Server {
  readonly child: ChildProcess;
  readonly mails: string[];
  /** The answer to a request of an app; nothing where the server was killed meanwhile. */
  call(
    path: string,
    body?: object,
    token?: string,
  ): Promise<{ status: number; json: Record<string, unknown> } | undefined>;
  stop(): Promise<void>;
}

async function startServer(file: string, number = 0, when = "before", ahead = 0): Promise<Server> {
  const child = spawn(process.execPath, ["--import=tsx", script, file, String(number), when, String(ahead)], {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const mails: string[] = [];
  let port = 0;
  createInterface({ input: child.stdout as NonNullable<typeof child.stdout> }).on("line", (line) => {
    const told = JSON.parse(line) as { readonly port?: number; readonly subject?: string };
    if (told.port !== undefined) port = told.port;
    if (told.subject !== undefined) mails.push(told.subject);
  });
  await until(() => port > 0, 10_000);
  return {
    child,
    mails,
    async call(path, body, token) {
      const headers = {
        Accept: "application/json",
        "Content-Type": "application/json",
        Host: `localhost:${port}`,
        ...(token !== undefined && { Authorization: `Bearer ${token}` }),
      };
      try {
        const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
          headers,
          ...(body !== undefined && { method: "POST", body: JSON.stringify({ client: "app", ...body }) }),
        });
        return { status: answer.status, json: (await answer.json()) as Record<string, unknown> };
      } catch {
        return undefined;
      }
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const closed = once(child, "close");
      child.kill("SIGKILL");
      await closed;
    },
  };
}

describe("A server that is killed on somebody's way back", function () {
  this.timeout(240_000);
  let folder: string;
  before(needs("oathtool"));
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "express-mfa-back-"));
  });
  after(() => rm(folder, { recursive: true }));

  /** What stands beside the servers, on the same database. */
  const beside = async (file: string): Promise<Mfa> => {
    const mfa = createMfa({
      issuer: "Net2",
      url: "http://localhost/mfa",
      secret: "a secret of the killed servers, 32 bytes or more",
      strategies: [password(), emailOtp(), totp(), recoveryCode()],
      initialPolicy: "app",
      storage: sqlite(file),
      mailer: { async send() {}, async verify() {}, close() {} },
    });
    await mfa.ready();
    return mfa;
  };

  interface Prepared {
    /** Codes to be tried in turn: one that was spent before the kill is followed by the next. */
    readonly codes: readonly string[];
    readonly password: string;
  }
  type Way = (server: Server, prepared: Prepared) => Promise<string | undefined>;

  const begin = async (server: Server, text: string) =>
    (await server.call("/mfa/sign-in", { username: "anna", password: text }))?.json.token as
      | string
      | undefined;

  /** By the owner's new phone. */
  let scanned = "";
  const enrol = async (server: Server, token: string, at: number) => {
    const begun = await server.call("/mfa/enrol/totp", {}, token);
    const secret = begun?.json.secret;
    if (typeof secret !== "string") return undefined;
    scanned = secret;
    const done = await server.call("/mfa/enrol/totp/verify", { code: oathtool(secret, at) }, token);
    return done?.json.state === "signed-in" ? (done.json.token as string) : undefined;
  };

  const ahead = 40_000;
  const ways: Record<string, { prepare(mfa: Mfa, server: Server): Promise<Prepared>; come: Way }> = {
    "by a recovery code": {
      async prepare(_mfa, server) {
        const token = await begin(server, word);
        const second = await server.call(
          "/mfa/challenge/totp/verify",
          { code: oathtool(key, Date.now()) },
          token,
        );
        const session = second?.json.token as string;
        const codes = (await server.call("/mfa/enrol/recovery-code", {}, session))?.json.codes as string[];
        await server.call("/mfa/enrol/recovery-code/verify", {}, session);
        return { codes, password: word };
      },
      async come(server, { codes, password: text }) {
        for (const code of codes.slice(0, 2)) {
          const token = await begin(server, text);
          if (token === undefined) return undefined;
          const shown = await server.call("/mfa/challenge/recovery-code/verify", { code }, token);
          if (shown?.status === 401) continue;
          return enrol(server, token, Date.now() + (shown === undefined ? 0 : offset(server)));
        }
        return undefined;
      },
    },
    "by a handover code": {
      async prepare(mfa) {
        const { id } = (await mfa.operators.find("anna")) ?? { id: "" };
        return { codes: [(await mfa.operators.reset(id)).code], password: word };
      },
      async come(server, { codes, password: text }) {
        const token = await begin(server, text);
        if (token === undefined) return undefined;
        const shown = await server.call("/mfa/handover", { code: codes[0] }, token);
        if (shown === undefined) return undefined;
        const now = Date.now() + offset(server);
        if (shown.status === 200) return enrol(server, token, now);
        // It was done before it could be told: the phone is the new one already.
        const done = await server.call("/mfa/challenge/totp/verify", { code: oathtool(scanned, now) }, token);
        return done?.json.token as string | undefined;
      },
    },
    "by a new password": {
      async prepare() {
        return { codes: [], password: word };
      },
      async come(server) {
        const sent = server.mails.length;
        if ((await server.call("/mfa/forgot", { username: "anna" })) === undefined) return undefined;
        await until(() => server.mails.length > sent, 2000);
        const code = server.mails.at(-1)?.slice(0, 6);
        const now = Date.now() + offset(server);
        const done = await server.call("/mfa/forgot/verify", {
          ...{ username: "anna", code, password: fresh },
          second: oathtool(key, now),
        });
        if (done?.status !== 200) return undefined;
        const token = await begin(server, fresh);
        // The code of the app is spent: its next one is in the next step, which a phone may be ahead by.
        const next = oathtool(key, now + 30_000);
        return (await server.call("/mfa/challenge/totp/verify", { code: next }, token))?.json.token as
          | string
          | undefined;
      },
    },
  };
  const offsets = new WeakMap<Server, number>();
  const offset = (server: Server) => offsets.get(server) ?? 0;

  for (const [how, { prepare, come }] of Object.entries(ways)) {
    for (const when of ["before", "after"]) {
      it(`${how}, ${when} each write: nobody is let in by half of it, and the owner still comes in by all of it`, async () => {
        let kills = 0;
        for (let number = 1; number <= 16; number += 1) {
          const file = join(folder, `${how.replaceAll(" ", "-")}-${when}-${number}.sqlite`);
          const mfa = await beside(file);
          await mfa.operators.add({
            username: "anna",
            email: "anna@net2.example",
            password: word,
            existing: { totp: key },
          });
          const first = await startServer(file);
          const prepared = await prepare(mfa, first);
          await first.stop();

          const killed = await startServer(file, number, when, ahead);
          offsets.set(killed, ahead);
          const token = await come(killed, prepared);
          const died = killed.child.signalCode === "SIGKILL" || token === undefined;
          await killed.stop();
          if (!died) {
            await mfa.close();
            expect(token).to.be.a("string");
            break;
          }
          kills += 1;
          expect(token, `killed ${when} write ${number}`).to.equal(undefined);

          const next = await startServer(file, 0, "before", 3 * ahead);
          offsets.set(next, 3 * ahead);
          const session = await come(next, prepared);
          expect(session, `killed ${when} write ${number}: comes in`).to.be.a("string");
          expect((await next.call("/app", undefined, session))?.status).to.equal(200);
          await next.stop();
          await mfa.close();
        }
        expect(kills, "writes at which it was killed").to.be.within(3, 15);
      });
    }
  }
});
