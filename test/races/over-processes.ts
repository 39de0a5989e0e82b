import { codeOf } from "../strategies/totp/code-of.js";
import type { Browser } from "../support/browser.js";
import { operatorPassword } from "../support/harness.js";
import type { Answer } from "../support/http.js";
import { notThe } from "../support/steps.js";
import { until } from "../support/until.js";
import type { Fleet } from "./fleet.js";
import { inBatches, tally } from "./tally.js";

/** What came of one race. */
export interface Result {
  readonly name: string;
  readonly counts: Readonly<Record<string, number>>;
  /** How it is not as it should be; nothing: it is. */
  readonly wrong: string | undefined;
}

/** What the budget of strangers has before the first wait. */
const free = 5;

/** The races over the servers of one fleet, each with operators of its own. */
export async function runRaces(fleet: Fleet, round = 0): Promise<readonly Result[]> {
  const names = Object.keys(races).map((name) => `${name}-${round}`.toLowerCase());
  const enrolling = Array.from({ length: 4 }, (_, at) => `enrolling-${round}-${at}`);
  await fleet.addOperators(...names, ...enrolling);
  const results: Result[] = [];
  for (const [index, [name, race]] of Object.entries(races).entries()) {
    results.push({ name, ...(await race(fleet, names[index] ?? "", enrolling)) });
  }
  return results;
}

type Race = (fleet: Fleet, username: string, enrolling: readonly string[]) => Promise<Omit<Result, "name">>;

const races: Readonly<Record<string, Race>> = {
  async guesses(fleet, username) {
    const browser = await passPassword(fleet, username, 0);
    await browser.post("/mfa/challenge/email-otp");
    const right = await mailed(fleet, username);
    const answers = await spread(fleet, browser, 200, "email-otp", () => notThe(right));
    return judged(answers);
  },

  async guessesInManySignIns(fleet, username) {
    await withApp(fleet, username);
    // Five sign-ins may be under way at once; a sixth would end the first.
    const browsers = await inBatches(5, 5, (server) => passPassword(fleet, username, server));
    const answers = browsers.map((browser) => spread(fleet, browser, 40, "totp", (n) => `${200_000 + n}`));
    return judged((await Promise.all(answers)).flat());
  },

  async mailCode(fleet, username) {
    const browser = await passPassword(fleet, username, 0);
    await browser.post("/mfa/challenge/email-otp");
    const code = await mailed(fleet, username);
    return oneWinner(await spread(fleet, browser, 50, "email-otp", () => code));
  },

  async appCode(fleet, username) {
    const { secret } = await withApp(fleet, username);
    await fleet.nextStep();
    const browser = await passPassword(fleet, username, 0);
    const code = appCode(fleet, secret);
    return oneWinner(await spread(fleet, browser, 50, "totp", () => code));
  },

  async appCodeInManySignIns(fleet, username) {
    const { secret } = await withApp(fleet, username);
    const browsers = await inBatches(5, 5, (server) => passPassword(fleet, username, server));
    await fleet.nextStep();
    const code = appCode(fleet, secret);
    const answers = browsers.map((browser) => spread(fleet, browser, 10, "totp", () => code));
    return oneWinner((await Promise.all(answers)).flat());
  },

  async recoveryCode(fleet, username) {
    const { browser } = await withApp(fleet, username);
    const begun = await browser.post("/mfa/enrol/recovery-code");
    const [code] = begun.json().codes as readonly string[];
    must(await browser.post("/mfa/enrol/recovery-code/verify"));
    const pending = await passPassword(fleet, username, 1);
    return oneWinner(await spread(fleet, pending, 50, "recovery-code", () => code ?? ""));
  },

  async enrolments(fleet, _username, enrolling) {
    const enrolled = await Promise.all(
      enrolling.map(async (username, server) => {
        // Two sessions of one operator, at two servers: the app in one and the recovery codes in the other, at one moment.
        const { browser, secret } = await withApp(fleet, username, server, false);
        const { browser: other } = await signedIn(fleet, username, server + 1);
        const codes = must(await other.post("/mfa/enrol/recovery-code")).json().codes as readonly string[];
        const [app, printed] = await Promise.all([
          browser.post("/mfa/enrol/totp/verify", { code: appCode(fleet, secret) }),
          other.post("/mfa/enrol/recovery-code/verify"),
        ]);
        return { username, secret, code: codes[0], app, printed };
      }),
    );
    await fleet.nextStep();
    const lost: string[] = [];
    let told = 0;
    for (const [server, { username, secret, code, app, printed }] of enrolled.entries()) {
      const tries = [
        { was: app, strategy: "totp", code: () => appCode(fleet, secret) },
        { was: printed, strategy: "recovery-code", code: () => code },
      ].filter(({ was }) => was.status < 400); // of what was refused nothing is to be there
      for (const [place, tried] of tries.entries()) {
        const browser = await passPassword(fleet, username, server + place + 2);
        const answer = await browser.post(`/mfa/challenge/${tried.strategy}/verify`, { code: tried.code() });
        if (answer.status >= 400) lost.push(`${username}'s ${tried.strategy}: ${answer.text}`);
      }
      told += tries.length;
    }
    const refused = enrolled.length * 2 - told;
    const right = lost.length === 0 && told >= enrolled.length;
    const faults = enrolled.flatMap(({ app, printed }) => [app, printed]);
    return { counts: { told, refused, lost: lost.length }, wrong: verdict(right, faults, lost.join("; ")) };
  },
};

/** Wrong codes: no more were judged than the budget has, and nobody is in. */
function judged(answers: readonly Answer[]): Omit<Result, "name"> {
  const counts = tally(answers);
  const { ok = 0, ERR_MFA_CODE: wrong = 0 } = counts;
  return { counts, wrong: verdict(ok === 0 && wrong <= free && (wrong > 0 || failed(counts)), answers) };
}

function oneWinner(answers: readonly Answer[]): Omit<Result, "name"> {
  const counts = tally(answers);
  const { ok = 0 } = counts;
  return { counts, wrong: verdict(ok === 1 || (ok === 0 && failed(counts)), answers) };
}

/** A store that is too slow for so many at once answers 503 and lets nobody in: the owner's own answer may be among these. */
const failed = (counts: Readonly<Record<string, number>>) => (counts.ERR_MFA_STORAGE ?? 0) > 0;

function verdict(
  right: boolean,
  answers: readonly Answer[],
  otherwise = JSON.stringify(tally(answers)),
): string | undefined {
  const fault = answers.find(({ status }) => status >= 500 && status !== 503);
  if (fault !== undefined) return fault.text;
  return right ? undefined : otherwise;
}

/** So many answers to one sign-in, sent at once and round the servers. */
function spread(
  fleet: Fleet,
  { jar }: Browser,
  times: number,
  strategy: string,
  code: (index: number) => string,
): Promise<Answer[]> {
  const post = (_: unknown, index: number) =>
    fleet.browser(index, jar).post(`/mfa/challenge/${strategy}/verify`, { code: code(index) });
  return Promise.all(Array.from({ length: times }, post));
}

async function passPassword(fleet: Fleet, username: string, server: number): Promise<Browser> {
  const browser = fleet.browser(server);
  must(await browser.post("/mfa/sign-in", { username, password: operatorPassword }));
  return browser;
}

/** A session with a fresh proof by mail. */
async function signedIn(fleet: Fleet, username: string, server: number) {
  const browser = await passPassword(fleet, username, server);
  const before = fleet.mailsTo(username);
  must(await browser.post("/mfa/challenge/email-otp"));
  const code = await mailed(fleet, username, before);
  must(await browser.post("/mfa/challenge/email-otp/verify", { code }));
  return { browser };
}

/** The same, and an app that is added to it, or is about to be. */
async function withApp(fleet: Fleet, username: string, server = 0, finish = true) {
  const { browser } = await signedIn(fleet, username, server);
  const secret = String(must(await browser.post("/mfa/enrol/totp")).json().secret);
  if (finish) must(await browser.post("/mfa/enrol/totp/verify", { code: appCode(fleet, secret) }));
  return { browser, secret };
}

const appCode = (fleet: Fleet, key: string) => codeOf(key, Math.floor(fleet.now() / 30_000));

/** The newest code, once there are more than `before`: a mail may come through the pipe a moment after the answer. */
async function mailed(fleet: Fleet, username: string, before = 0): Promise<string> {
  await until(() => fleet.mailsTo(username) > before, 10_000);
  return fleet.lastCode(username);
}

function must(answer: Answer): Answer {
  if (answer.status >= 400) throw new Error(`${answer.status} ${answer.text}`);
  return answer;
}
