import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import express, { type Express } from "express";
import {
  type Backend,
  createMfa,
  type Mfa,
  type MfaEvents,
  type MfaOptions,
  type Operator,
} from "../../lib/index.js";
import { memory } from "../../storage/memory.js";
import { sqlite } from "../../storage/sqlite.js";
import { emailOtp, password, totp } from "../../strategies/index.js";
import { isBackground } from "./background.js";
import { Browser, type BrowserOptions } from "./browser.js";
import { mountHostRoutes } from "./host-routes.js";
import { startSmtp, type TestSmtp } from "./smtp.js";
import { createTestClock, type TestClock } from "./test-clock.js";

export interface HostOptions {
  /** Default `email`. */
  readonly mode?: "off" | "email" | "app" | "either";
  /** Nobody has set it up: it starts with a setup code. Default `false`. */
  readonly isNew?: boolean;
  readonly reauthDays?: number;
  /** `sqlite`: a file of its own, gone at the end. Default `memory`. */
  readonly storage?: "memory" | "sqlite" | Backend;
  /** Where browsers think they are: `https://net2.example.com`. Default: where it listens, by the name `localhost`. */
  readonly origin?: string;
  readonly clock?: TestClock;
  /** Whatever else `createMfa` takes, in place of ours. */
  readonly options?: Partial<MfaOptions>;
  /** What the host has put before us: a body parser. */
  readonly before?: (app: Express) => void;
  /** `false`: without `mfa.ready()`, and without operators. Default `true`. */
  readonly ready?: boolean;
}

export interface Host {
  /** What browsers call it: `http://localhost:41234`. */
  readonly base: string;
  /** Where it really listens. */
  readonly via: string;
  readonly app: Express;
  readonly server: Server;
  readonly mfa: Mfa;
  readonly clock: TestClock;
  readonly smtp: TestSmtp;
  readonly backend: Backend;
  /** What `mfa.on("fault")` was told, the oldest first. */
  readonly faults: unknown[];
  /** What `mfa.on("operator")` was told, the oldest first. */
  readonly events: MfaEvents["operator"][];
  /** What `mfa.on("setup")` was told, the oldest first. */
  readonly setups: MfaEvents["setup"][];
  /** With the password `operatorPassword`, and the address `NAME@net2.example` unless another is given. */
  addOperator(
    name: string,
    profile?: { readonly email?: string | undefined; readonly role?: "engineer" },
  ): Promise<Operator>;
  browser(options?: Omit<BrowserOptions, "via">): Browser;
  /** Every raw value in the store by its key, as it lies there. */
  stored(prefix?: string): Promise<ReadonlyMap<string, string>>;
  /** The same but for what is written in the background: lines of the audit say what was refused, and change nothing. */
  state(): Promise<ReadonlyMap<string, string>>;
  close(): Promise<void>;
}

export const operatorPassword = "correct horse battery";

/**
 * A host as a developer would write it: Express with the router at `/mfa`, a protected `/app`, and `/app/fresh` that asks
 * for a proof of the last 300 s. It trusts its proxy, so that `X-Forwarded-For` can say from where a request comes.
 */
export async function startHost(options: HostOptions = {}): Promise<Host> {
  const { mode = "email", reauthDays = 0, clock = createTestClock() } = options;
  const smtp = await startSmtp();
  const folder = await mkdtemp(join(tmpdir(), "express-mfa-"));
  const backend = chooseBackend(options.storage, folder);
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const via = `http://127.0.0.1:${port}`;
  const base = options.origin ?? `http://localhost:${port}`;

  const mfa: Mfa = createMfa({
    issuer: "Net2",
    url: `${base}/mfa`,
    secret: randomBytes(32).toString("base64"),
    storage: backend,
    mail: { smtp: smtp.url, from: "Net2 <net2@net2.example>", timeouts: { total: 1000, greeting: 500 } },
    strategies: [password(), emailOtp(), totp()],
    initialPolicy: options.isNew === true ? undefined : { mode, reauthDays },
    clock: clock.now,
    ...options.options,
  });
  const faults: unknown[] = [];
  const events: MfaEvents["operator"][] = [];
  const setups: MfaEvents["setup"][] = [];
  mfa.on("setup", (setup) => setups.push(setup));
  mfa.on("fault", (fault) => faults.push(fault));
  mfa.on("operator", (event) => events.push(event));

  const app = express();
  app.set("trust proxy", true);
  options.before?.(app);
  app.use("/mfa", mfa.router);
  mountHostRoutes(app, mfa);
  server.on("request", app);
  if (options.ready !== false) await mfa.ready();

  return {
    base,
    via,
    app,
    server,
    mfa,
    clock,
    smtp,
    backend,
    faults,
    events,
    setups,
    addOperator: (username, profile = {}) =>
      mfa.operators.add({
        username,
        email: `${username}@net2.example`,
        password: operatorPassword,
        ...profile,
      }),
    browser: (how = {}) => new Browser(base, { via, ...how }),
    stored: async (prefix = "") => new Map(await backend.list(prefix, undefined, 100_000)),
    state: async () =>
      new Map((await backend.list("", undefined, 100_000)).filter(([key]) => !isBackground(key))),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await mfa.close();
      await smtp.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function chooseBackend(storage: HostOptions["storage"] = "memory", folder: string): Backend {
  if (storage === "memory") return memory();
  return storage === "sqlite" ? sqlite(join(folder, "mfa.sqlite")) : storage;
}
