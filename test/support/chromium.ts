import { type Browser, type ConsoleMessage, chromium, type Page } from "playwright-core";
import { findProgram } from "../tools/programs.js";

export interface WindowOptions {
  /** Default `true`. */
  readonly javaScript?: boolean;
  /** Of the window, in CSS pixels. Default 1000. */
  readonly width?: number;
  /** Pixels of the screen for each of CSS: 2 is what a zoom of 200 % makes of it. Default 1. */
  readonly deviceScaleFactor?: number;
  readonly colorScheme?: "light" | "dark";
  readonly reducedMotion?: "reduce";
  readonly forcedColors?: "active";
  /** Statuses that the test is about: a page's 503, a script's 401. Default: none. */
  readonly statuses?: readonly number[];
  /** What the browser asks pages to be in: `sv-SE`. Default `en-GB`. */
  readonly locale?: string;
}

/** A browser of its own: no cookies of the others, another device to the server. */
export interface Window {
  readonly page: Page;
  /** Closes its tabs; throws when one of them asked for something outside, or complained in its console. */
  close(): Promise<void>;
}

const patience = 5000;

let running: Promise<Browser> | undefined;

// Of the whole run: this file is read once.
after(async () => {
  await (await running)?.close();
});

/** @param base what the addresses that are typed begin with */
export async function openWindow(base: string, options: WindowOptions = {}): Promise<Window> {
  running ??= start();
  const { javaScript = true, width = 1000, locale = "en-GB", statuses = [], ...looks } = options;
  const context = await (await running).newContext({
    baseURL: base,
    javaScriptEnabled: javaScript,
    viewport: { width, height: 800 },
    locale,
    ...looks,
  });
  context.setDefaultTimeout(patience);
  const complaints: string[] = [];
  const answered = new Set<string>();
  context.on("request", (request) => {
    if (!staysHere(request.url())) complaints.push(`asked for ${request.url()}`);
  });
  context.on("response", (response) => {
    if (response.request().isNavigationRequest()) answered.add(response.url());
  });
  context.on("console", (message) => {
    if (message.type() === "error" && !isStatusOf(message, answered, statuses)) {
      complaints.push(`${message.text()} (${message.location().url})`);
    }
  });
  context.on("weberror", (error) => complaints.push(String(error.error())));
  return {
    page: await context.newPage(),
    async close() {
      await context.close();
      if (complaints.length > 0) throw new Error(`The browser complained: ${complaints.join("; ")}`);
    },
  };
}

function start(): Promise<Browser> {
  const executablePath = findProgram("chromium");
  if (executablePath === undefined) throw new Error("Chromium is not on the PATH");
  return chromium.launch({
    executablePath,
    args: [
      ...["--no-sandbox", "--disable-gpu", "--disable-sync"],
      ...["--disable-background-networking", "--disable-component-update"],
      // Not even a name is looked up outside.
      "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
    ],
    // People's browsers have it: what "back" shows depends on it.
    ignoreDefaultArgs: ["--disable-back-forward-cache"],
  });
}

function staysHere(address: string): boolean {
  const { protocol, hostname } = new URL(address);
  return ["data:", "blob:", "about:"].includes(protocol) || ["localhost", "127.0.0.1"].includes(hostname);
}

/** Chromium logs each 4xx: a page that says what was wrong has one, and an icon is the host's to have. */
function isStatusOf(
  message: ConsoleMessage,
  pages: ReadonlySet<string>,
  expected: readonly number[],
): boolean {
  const { url } = message.location();
  const found = /^Failed to load resource: the server responded with a status of (\d+)/.exec(message.text());
  const status = Number(found?.[1]);
  const ofPage = pages.has(url) || new URL(url).pathname === "/favicon.ico";
  return expected.includes(status) || (ofPage && status >= 400 && status < 500);
}
