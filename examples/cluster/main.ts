import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createBalancer } from "./balancer.js";
import { createFleet } from "./fleet.js";
import { startMailbox } from "./own-mailbox.js";
import { startStore } from "./own-store.js";
import { readSettings, SettingError, type Settings } from "./settings.js";
import { spawnWorker } from "./spawn-worker.js";

/** Undone at the end, the last first. */
const undo: (() => Promise<unknown>)[] = [];
let ending: Promise<void> | undefined;

for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => void end(0));
try {
  await start(readSettings(process.env));
} catch (error) {
  console.error(error instanceof SettingError ? error.message : error);
  await end(1);
}

async function start({ port, workers, url, ...settings }: Settings): Promise<void> {
  const own = settings.storageUrl === undefined ? await startStore(settings.store) : undefined;
  if (own !== undefined) undo.push(() => own.stop());
  const mailbox = settings.smtpUrl === undefined ? await startMailbox(console.log) : undefined;
  if (mailbox !== undefined) undo.push(() => mailbox.close());
  const password = settings.demoPassword ?? (own && randomBytes(9).toString("base64url"));

  const env = {
    ...process.env,
    STORAGE_URL: settings.storageUrl ?? own?.url,
    SECRET_FILE: settings.secretFile ?? freshSecret(),
    SMTP_URL: settings.smtpUrl ?? mailbox?.url,
    URL_OF_MFA: url,
    DEMO_PASSWORD: password,
  };
  // It speaks plain http: where browsers see https, a proxy of your own ends it.
  const balancer = createBalancer({ behindProxy: new URL(url).protocol === "https:" });
  const fleet = createFleet({
    size: workers,
    balancer,
    start: (first) => spawnWorker({ ...env, FIRST: first ? "1" : undefined }),
    log: console.log,
  });
  const server = createServer(balancer.handle);
  // The port comes first: a second start beside a running one ends before it changes anything.
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(port, "127.0.0.1", resolve);
  });
  undo.push(() => fleet.stop());
  undo.push(async () => {
    balancer.close();
    const closed = new Promise((resolve) => server.close(resolve));
    setTimeout(() => server.closeAllConnections(), 10_000).unref();
    await closed;
  });
  await fleet.start();
  balancer.watch(500);

  process.on("SIGHUP", () => {
    fleet.restart().then(
      () => console.log("All workers are new"),
      (error: Error) => console.error(`The restart stopped, and the old workers go on: ${error.message}`),
    );
  });
  const store = own === undefined ? "the store that STORAGE_URL says" : `its own ${own.name}`;
  console.log(`${workers} workers on ${store}: ${new URL("/", url)}`);
  if (password !== undefined && settings.demoPassword === undefined)
    console.log(`Sign in as anna, erik or engineer, password ${password}; the codes come here`);
  console.log(`kill -HUP ${process.pid} restarts them one by one, Ctrl-C ends all`);
}

function freshSecret(): string {
  const folder = mkdtempSync(join(tmpdir(), "example-cluster-secret-"));
  undo.push(async () => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, "secret");
  writeFileSync(file, randomBytes(32).toString("base64"), { mode: 0o600 });
  return file;
}

function end(code: number): Promise<void> {
  ending ??= (async () => {
    for (const step of undo.reverse()) await step();
    process.exit(code);
  })();
  return ending;
}
