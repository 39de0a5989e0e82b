import type { Backend } from "../../lib/index.js";
import { memory } from "../../storage/memory.js";
import { Browser } from "../support/browser.js";
import type { CookieJar } from "../support/cookie-jar.js";
import { type Host, startHost } from "../support/harness.js";
import { oathtool } from "../support/oathtool.js";
import { startSmtp, type TestSmtp } from "../support/smtp.js";
import { mailOf } from "../support/steps.js";
import { createTestClock } from "../support/test-clock.js";
import { until } from "../support/until.js";
import { createFaultyStore, type FaultyStore } from "./faulty-store.js";
import { type House, hostOptions, origin } from "./house.js";

/** A server, seen by the people in front of it: in this process or in one that is killed. */
export interface Stage {
  /** Without a jar: one that has never been here. */
  browser(jar?: CookieJar): Browser;
  /** The six digits of the newest mail to them. */
  codeTo(username: string): string;
  /** How many mails with a code have come for them. */
  codes(username: string): number;
  /** Waits until there are more; `false`: there are not. */
  moreCodes(username: string, than: number): Promise<boolean>;
  /** What an app shows now. */
  appCode(key: string): string;
  /** The code that was printed at the last start. */
  setupCode(): string;
  later(milliseconds: number): Promise<void>;
  /** Milliseconds since the epoch. */
  now(): number;
  close(): Promise<void>;
}

/** In this process. */
export interface LocalStage extends Stage {
  readonly store: FaultyStore;
  /** Another server in its place, on the same store. */
  restart(): Promise<void>;
  /** Waits until nothing is left of what goes on behind answers. */
  settled(): Promise<void>;
}

/** The server in this process, on a copy of the house or on a store where one was at work. */
export async function startStage(
  house: House,
  given: { readonly storage?: Backend; readonly at?: number; readonly step?: number } = {},
): Promise<LocalStage> {
  const inner = given.storage ?? (await filled(memory(), house));
  const clock = createTestClock(given.at ?? house.at);
  const store = createFaultyStore(inner, () => clock.advance(given.step ?? 0));
  const storage = { ...store, close: async () => {} };
  const smtp = await startSmtp();
  const start = () => startHost({ ...hostOptions(house.name, smtp.url), storage, clock });
  let host: Host = await start();
  return {
    store,
    now: clock.now,
    ...stageOf({ smtp, via: () => host.via, now: clock.now }),
    setupCode: () => host.setups.at(-1)?.code ?? "",
    async later(milliseconds) {
      clock.advance(milliseconds);
    },
    async restart() {
      await host.close();
      host = await start();
    },
    async settled() {
      const isOver = async () => (await inner.list("import-rows:", undefined, 1)).length === 0;
      await until(isOver, 5000);
    },
    async close() {
      await host.close();
      await smtp.close();
      await inner.close();
    },
  };
}

/** What is the same wherever the server runs. */
export function stageOf(parts: {
  readonly smtp: TestSmtp;
  via(): string;
  now(): number;
}): Pick<Stage, "browser" | "codeTo" | "codes" | "moreCodes" | "appCode"> {
  const { smtp, via, now } = parts;
  // Warnings come as well, when they like.
  const codes = (username: string) =>
    smtp.mailsTo(mailOf(username)).filter(({ subject }) => /^\d{6}/.test(subject)).length;
  return {
    browser: (jar) => new Browser(origin, { via: via(), ...(jar !== undefined && { jar }) }),
    codeTo: (username) => smtp.lastCode(mailOf(username)),
    codes,
    async moreCodes(username, than) {
      await until(() => codes(username) > than, 3000);
      return codes(username) > than;
    },
    appCode: (key) => oathtool(key, now()),
  };
}

/** Puts into a store what lies in the house. */
export async function filled(store: Backend, { rows }: House): Promise<Backend> {
  await store.open();
  for (const [key, raw] of rows) await store.swap(key, undefined, raw);
  return store;
}
