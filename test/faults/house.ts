import { randomBytes } from "node:crypto";
import { memory } from "../../storage/memory.js";
import { emailOtp, password, recoveryCode, totp } from "../../strategies/index.js";
import type { CookieJar } from "../support/cookie-jar.js";
import { type Host, type HostOptions, startHost } from "../support/harness.js";
import { startSmtp } from "../support/smtp.js";
import { enrolApp, signInByScript } from "../support/steps.js";
import { createTestClock } from "../support/test-clock.js";

/**
 * Systems that stand ready.
 * - `either`: anna with an app and recovery codes, carl with his mailbox only, ella the engineer; all three signed in
 * - `app`: dora, who has no app yet and needs one
 * - `new`: nobody yet
 */
export type HouseName = "either" | "app" | "new";

export interface House {
  readonly name: HouseName;
  /** What lies in its store. */
  readonly rows: ReadonlyMap<string, string>;
  /** Where its clock stands. */
  readonly at: number;
  readonly jars: Readonly<Record<string, CookieJar>>;
  readonly ids: Readonly<Record<string, string>>;
  /** Anna's app. */
  readonly key: string;
  /** Anna's recovery codes. */
  readonly codes: readonly string[];
}

export const origin = "https://net2.example.com";
export const houseSecret = randomBytes(32).toString("base64");

/** The options of every process that serves one of them. */
export function hostOptions(name: HouseName, smtp: string, secret: string = houseSecret): HostOptions {
  return {
    ...(name === "new" ? { isNew: true } : { mode: name }),
    origin,
    options: {
      secret,
      staleness: 0,
      strategies: [password(), emailOtp(), totp(), recoveryCode()],
      // The mail server is no part of these trials: it may take its time where many run at once.
      mail: { smtp, from: "Net2 <net2@net2.example>", timeouts: { total: 15_000, greeting: 10_000 } },
    },
  };
}

const built = new Map<HouseName, Promise<House>>();

/** Built once, by requests as people make them. */
export function house(name: HouseName): Promise<House> {
  const known = built.get(name) ?? build(name);
  built.set(name, known);
  return known;
}

async function build(name: HouseName): Promise<House> {
  const nothing = { name, rows: new Map(), jars: {}, ids: {}, key: "", codes: [] };
  const clock = createTestClock();
  if (name === "new") return { ...nothing, at: clock.now() };
  const smtp = await startSmtp();
  const host = await startHost({ ...hostOptions(name, smtp.url), storage: memory(), clock });
  try {
    const given = name === "app" ? await fillApp(host) : await fillEither({ ...host, smtp });
    // What is told behind the answers is part of it.
    await host.mfa.close();
    return { ...nothing, ...given, rows: await host.stored(), at: clock.now() };
  } finally {
    await host.close();
    await smtp.close();
  }
}

async function fillApp(host: Host): Promise<Partial<House>> {
  return { ids: { dora: (await host.addOperator("dora")).id } };
}

async function fillEither(host: Host): Promise<Partial<House>> {
  const ids: Record<string, string> = {};
  const jars: Record<string, CookieJar> = {};
  for (const [username, role] of [["ella", "engineer"], ["carl"], ["anna"]] as const) {
    ids[username] = (await host.addOperator(username, role && { role })).id;
    const browser = host.browser();
    await signInByScript(host, browser, username);
    jars[username] = browser.jar;
  }
  const anna = host.browser(jars.anna && { jar: jars.anna });
  const key = await enrolApp(host, anna);
  const codes = (await anna.post("/mfa/enrol/recovery-code")).json().codes as string[];
  await anna.post("/mfa/enrol/recovery-code/verify");
  // The next code of the app is another one, and the next mail may go out; what was proved is fresh still.
  host.clock.advance(60_000);
  return { ids, jars, key, codes };
}
