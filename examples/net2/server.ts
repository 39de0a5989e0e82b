import { mkdir } from "node:fs/promises";
import { MfaError } from "express-mfa";
import { createApp } from "./app.js";
import { addDemoOperators } from "./demo-operators.js";
import { startMailbox } from "./dev-mailbox.js";
import { Events } from "./events.js";
import { listen } from "./listen.js";
import { liveEvents } from "./live.js";
import { createNet2Mfa } from "./mfa.js";
import { applyPolicy } from "./policy.js";
import { keptSecret } from "./secret.js";
import { readSettings, SettingError, type Settings } from "./settings.js";
import { stopOnSignals } from "./stop-signals.js";

try {
  const settings = readSettings(process.env, import.meta.dirname);
  stopOnSignals(await start(settings));
  console.log(`Net2 is ready: http://localhost:${settings.port}`);
} catch (error) {
  console.error(reason(error));
  process.exit(1);
}

/** Starts everything; the answer stops it. */
async function start(settings: Settings): Promise<() => Promise<void>> {
  await makeDataDir(settings.dataDir);
  const secret = settings.secret ?? (await keptSecret(settings.dataDir));
  const mailbox = settings.smtpUrl === undefined ? await startMailbox() : undefined;
  const mfa = createNet2Mfa(settings, secret, settings.smtpUrl ?? mailbox?.smtpUrl ?? "");
  // The port comes first: a second start beside a running one ends before it changes anything.
  const events = new Events(Date.now());
  const app = createApp(mfa, settings.port, mailbox, events);
  const server = await listen(app, settings.port, liveEvents(mfa, events));
  let isNew = false;
  mfa.on("setup", ({ url, code, expires }) => {
    isNew = true;
    console.log(`Set up Net2: ${url}\nSetup code: ${code} (once, until ${time(expires)})`);
  });
  await mfa.ready();
  if (settings.demo && !isNew) await addDemoOperators(mfa, settings.demoPassword);
  if (!isNew) await applyPolicy(mfa, settings);
  return async () => {
    await server.close();
    await mfa.close();
    await mailbox?.close();
  };
}

/** `14:32` */
function time(at: number): string {
  return new Date(at).toLocaleTimeString("en-GB", { timeStyle: "short" });
}

async function makeDataDir(dataDir: string): Promise<void> {
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new SettingError(`DATA_DIR is ${JSON.stringify(dataDir)}; it cannot be made: ${String(error)}`);
  }
}

/** One line for what whoever starts this can mend; the whole story for what only a programmer can. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof SettingError) return error.message;
  if (error instanceof MfaError) return `${error.code}: ${oneLine(error)}`;
  if ("code" in error && error.code === "EADDRINUSE") return `${oneLine(error)}: set PORT to a free one`;
  if ("syscall" in error) return oneLine(error);
  return error.stack ?? error.message;
}

function oneLine(error: Error): string {
  return error.message.replace(/\s+/g, " ");
}
