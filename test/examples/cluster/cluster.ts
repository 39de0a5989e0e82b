import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createMfa, type Mfa } from "express-mfa";
import { postgres } from "express-mfa/storage/postgres";
import { redis } from "express-mfa/storage/redis";
import { emailOtp, password, recoveryCode, totp } from "express-mfa/strategies";
import { Browser } from "../../support/browser.js";
import { freePort } from "../../support/free-port.js";
import { operatorPassword } from "../../support/harness.js";
import { startSmtp, type TestSmtp } from "../../support/smtp.js";
import { until } from "../../support/until.js";

const program = fileURLToPath(new URL("../../../examples/cluster/main.ts", import.meta.url));

/** `npm start` of the example, without npm: what it says, and how it ended. */
export function startMain(env: NodeJS.ProcessEnv): { readonly child: ChildProcess; said(): string } {
  const child = spawn(process.execPath, ["--import=tsx", program], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (text) => {
      output += text;
    });
  return { child, said: () => output };
}

export interface Cluster {
  readonly child: ChildProcess;
  readonly smtp: TestSmtp;
  /** Another process on the same store: this one. */
  readonly mfa: Mfa;
  readonly secretFile: string;
  said(): string;
  /** `headers` are sent with every request. */
  browser(headers?: Readonly<Record<string, string>>): Browser;
  /** In with the code from the mail; throws where a step does not answer 200. Which process answered each. */
  signIn(browser: Browser, username: string): Promise<readonly string[]>;
  /** By the processes that answer. */
  workers(browser: Browser): Promise<ReadonlySet<string>>;
  /** All workers, one by one. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** The example on a store that the test gives, with as many operators as are named. */
export async function startCluster(
  storageUrl: string,
  usernames: readonly string[],
  workers = 3,
): Promise<Cluster> {
  const folder = await mkdtemp(join(tmpdir(), "express-mfa-cluster-"));
  const secretFile = join(folder, "secret");
  const [port, smtp] = [await freePort(), await startSmtp()];
  const base = `http://localhost:${port}`;
  const secret = randomBytes(32).toString("base64");
  await writeFile(secretFile, `${secret}\n`);
  const mfa = createMfa({
    issuer: "Net2",
    url: `${base}/mfa`,
    secret,
    storage: storageUrl.startsWith("redis") ? redis(storageUrl) : postgres(storageUrl),
    strategies: [password(), emailOtp(), totp(), recoveryCode()],
    initialPolicy: "email",
  });
  await mfa.ready();
  for (const username of usernames)
    await mfa.operators.add({ username, email: `${username}@net2.example`, password: operatorPassword });
  const { child, said } = startMain({
    PORT: String(port),
    WORKERS: String(workers),
    STORAGE_URL: storageUrl,
    SECRET_FILE: secretFile,
    SMTP_URL: smtp.url,
  });
  await until(() => said().includes("kill -HUP") || child.exitCode !== null, 60_000);

  const cluster: Cluster = {
    child,
    smtp,
    mfa,
    secretFile,
    said,
    browser: (headers = {}) => new Browser(base, { via: `http://127.0.0.1:${port}`, headers }),

    async signIn(browser, username) {
      const steps = [
        () => browser.post("/mfa/sign-in", { username, password: operatorPassword }),
        () => browser.post("/mfa/challenge/email-otp"),
        () =>
          browser.post("/mfa/challenge/email-otp/verify", {
            code: smtp.lastCode(`${username}@net2.example`),
          }),
      ];
      const by: string[] = [];
      for (const step of steps) {
        const { status, text, headers } = await step();
        if (status !== 200) throw new Error(`${username}: ${status} ${text}`);
        by.push(String(headers["x-worker"]));
      }
      return by;
    },

    async workers(browser) {
      const answers = await Promise.all(Array.from({ length: 4 * workers }, () => browser.get("/doors")));
      return new Set(answers.map(({ headers }) => String(headers["x-worker"])));
    },

    async restart() {
      const times = () => said().split("All workers are new").length;
      const before = times();
      child.kill("SIGHUP");
      await until(() => times() > before || said().includes("The restart stopped"), 90_000);
    },

    async stop() {
      child.kill("SIGTERM");
      await until(() => child.exitCode !== null || child.signalCode !== null, 15_000);
      child.kill("SIGKILL");
      await Promise.all([mfa.close(), smtp.close(), rm(folder, { recursive: true, force: true })]);
    },
  };
  return cluster;
}
