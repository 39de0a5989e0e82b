import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { createMfa } from "../../lib/index.js";
import { emailOtp, password, recoveryCode, totp } from "../../strategies/index.js";
import { Browser } from "../support/browser.js";
import type { CookieJar } from "../support/cookie-jar.js";
import { operatorPassword } from "../support/harness.js";
import { send } from "../support/http.js";
import { mailOf } from "../support/steps.js";
import { storeOf } from "../support/store-of.js";
import { until } from "../support/until.js";

/** What browsers call all of the servers, as behind a balancer. */
export const origin = "http://localhost:8080";
export const secret = "one secret of all servers of the fleet, 32 bytes or more";

const root = fileURLToPath(new URL("../..", import.meta.url));
const script = fileURLToPath(new URL("./server.ts", import.meta.url));

export interface Fleet {
  readonly size: number;
  /** A browser whose requests come to the server of that number, counted round and round. */
  browser(server: number, jar?: CookieJar): Browser;
  addOperators(...names: readonly string[]): Promise<void>;
  /** The code in the newest mail, whichever server sent it. */
  lastCode(username: string): string;
  /** How many mails with a code came so far. */
  mailsTo(username: string): number;
  /** What the clocks of all servers show. */
  now(): number;
  /** Moves all clocks on, to the first second of a time step of authenticator apps: the next codes last 28 s. */
  nextStep(): Promise<void>;
  /** What the servers complained of. */
  complaints(): string;
  close(): Promise<void>;
}

/** So many servers on one store, each a process of its own. */
export async function startFleet(store: string, size = 4): Promise<Fleet> {
  let ahead = 0;
  let complaints = "";
  const codes = new Map<string, string[]>();
  const ports = new Map<ChildProcess, number>();
  const children = Array.from({ length: size }, () => {
    const child = spawn(process.execPath, ["--import=tsx", script, store], { cwd: root });
    child.stderr.on("data", (text) => {
      complaints += text;
    });
    createInterface({ input: child.stdout }).on("line", (line) => {
      const { port, to, code } = JSON.parse(line);
      if (port !== undefined) ports.set(child, port);
      if (code !== undefined) codes.set(to, [...(codes.get(to) ?? []), code]);
    });
    return child;
  });
  const close = async () => {
    for (const child of children) child.kill("SIGKILL");
    await until(() => children.every((child) => child.exitCode !== null || child.signalCode !== null), 5000);
  };
  await until(() => ports.size === size || children.some((child) => child.exitCode !== null), 60_000);
  if (ports.size !== size) {
    await close();
    throw new Error(`Only ${ports.size} of ${size} servers started: ${complaints}`);
  }
  const via = (server: number) => `http://127.0.0.1:${ports.get(children[server % size] as ChildProcess)}`;

  return {
    size,
    browser: (server, jar) => new Browser(origin, { via: via(server), ...(jar !== undefined && { jar }) }),
    async addOperators(...names) {
      const mfa = createMfa({
        issuer: "Net2",
        url: `${origin}/mfa`,
        secret,
        strategies: [password(), emailOtp(), totp(), recoveryCode()],
        initialPolicy: "either",
        mailer: { send: async () => {}, verify: async () => {}, close: () => {} },
        storage: storeOf(store),
      });
      await mfa.ready();
      for (const username of names) {
        await mfa.operators.add({ username, password: operatorPassword, email: mailOf(username) });
      }
      await mfa.close();
    },
    lastCode(username) {
      const code = codes.get(mailOf(username))?.at(-1);
      if (code === undefined) throw new Error(`No mail with a code to ${username}`);
      return code;
    },
    mailsTo: (username) => codes.get(mailOf(username))?.length ?? 0,
    now: () => Date.now() + ahead,
    async nextStep() {
      ahead += 60_000 - ((Date.now() + ahead) % 30_000);
      const told = children.map((_, server) =>
        send(new URL(`/ahead/${ahead}`, via(server)), { method: "POST" }),
      );
      await Promise.all(told);
    },
    complaints: () => complaints,
    close,
  };
}
