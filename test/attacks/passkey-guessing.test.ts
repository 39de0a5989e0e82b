import { randomBytes } from "node:crypto";
import { expect } from "chai";
import { memory } from "../../storage/memory.js";
import { inBatches, tally } from "../races/tally.js";
import type { Authenticator } from "../support/authenticator.js";
import { isBackground } from "../support/background.js";
import type { Browser } from "../support/browser.js";
import { type Host, operatorPassword } from "../support/harness.js";
import type { Answer } from "../support/http.js";
import { aloneBody, deviceAt, enrolPasskey, signInAlone, startPasskeyHost } from "../support/passkeys.js";
import { signInByScript } from "../support/steps.js";

/** What the budgets have: of one name before the first wait, of one address in ten minutes. */
const [free, perAddress] = [5, 20];

const handle = (id: string) => Buffer.from(id).toString("base64url");
const passed = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const unknown = () => handle(randomBytes(16).toString("base64url"));

describe("guessing at a sign-in by a passkey alone", () => {
  /** Calls of the store, those in the background left out. */
  let calls: string[];
  /** Milliseconds that a read takes. */
  let slow: number;
  /** Until when nobody is told how long they wait: then all who have come are told at once. */
  let held: Promise<unknown>;
  let host: Host;
  let anna: Browser;
  let device: Authenticator;
  let annasHandle: string;
  beforeEach(async () => {
    [calls, slow, held] = [[], 0, Promise.resolve()];
    const inner = memory();
    const said = (name: string, keys: readonly string[]) => {
      for (const key of keys) if (!isBackground(key)) calls.push(`${name} ${key.split(":")[0]}`);
    };
    const storage = {
      ...inner,
      async read(keys: readonly string[]) {
        said("read", keys);
        if (keys.some((key) => key.startsWith("try:"))) await held;
        if (slow > 0) await passed(slow);
        return inner.read(keys);
      },
      async swap(...given: Parameters<typeof inner.swap>) {
        said("swap", [given[0]]);
        return inner.swap(...given);
      },
    };
    host = await startPasskeyHost({ storage });
    const { id } = await host.addOperator("anna");
    annasHandle = handle(id);
    anna = host.browser();
    await signInByScript(host, anna, "anna");
    device = deviceAt(host);
    await enrolPasskey(anna, device);
  });
  afterEach(() => host.close());

  const at = (address: string) => host.browser({ headers: { "X-Forwarded-For": address } });
  type Guess = readonly [browser: Browser, userHandle: string, id?: string];
  /** Answers with keys that are nobody's, to tickets that are right. */
  const make = (count: number, of: (n: number) => Guess) =>
    inBatches(count, 25, async (n) => {
      const [browser, userHandle, id] = of(n);
      const lies = { userHandle, ...(id !== undefined && { id }) };
      return { browser, body: await aloneBody(browser, deviceAt(host), lies) };
    });
  const send = (made: Awaited<ReturnType<typeof make>>) =>
    Promise.all(made.map(({ browser, body }) => browser.post("/mfa/sign-in/passkey", body)));
  const guesses = async (...given: Parameters<typeof make>) => send(await make(...given));
  const guess = async (...given: Guess) => (await guesses(1, () => given))[0];
  const codeOf = (answer: Answer) => (answer.status === 200 ? "ok" : String(answer.json().code));

  it("tells five of two hundred at once for one operator that they are wrong, from wherever they come", async () => {
    const before = await host.stored("op:");
    const answers = await guesses(200, (n) => [at(`198.51.100.${n}`), annasHandle, device.id]);
    expect(tally(answers)).to.deep.equal({ ERR_MFA_CODE: free, ERR_MFA_WAIT: 200 - free });
    expect(await host.stored("op:")).to.deep.equal(before);
  });

  it("tells twenty of two hundred at once over forty names from one address, and five of each name", async () => {
    const before = await host.stored("op:");
    const claimed = [annasHandle, ...Array.from({ length: 39 }, unknown)];
    const browser = at("192.0.2.1");
    const made = await make(200, (n) => [browser, claimed[n % 40] ?? ""]);
    held = passed(700);
    const answers = await send(made);
    expect(tally(answers)).to.deep.equal({ ERR_MFA_CODE: perAddress, ERR_MFA_WAIT: 200 - perAddress });
    expect(await host.stored("op:")).to.deep.equal(before);
    expect(codeOf(await signInAlone(browser, device)), "the right one waits as well").to.equal(
      "ERR_MFA_WAIT",
    );
    expect(codeOf(await signInAlone(at("192.0.2.2"), device)), "elsewhere nobody waits").to.equal("ok");
  });

  it("charges a name for no guess that its address had no more room for", async () => {
    const browser = at("192.0.2.1");
    await guesses(100, (n) => [browser, n < 50 ? unknown() : annasHandle]);
    const answers = await guesses(20, (n) => [at(`198.51.100.${n}`), annasHandle]);
    expect(tally(answers)).to.deep.equal({ ERR_MFA_CODE: free, ERR_MFA_WAIT: 20 - free });
  });

  it("charges an address for no guess that the name had no more room for", async () => {
    const browser = at("192.0.2.1");
    const made = await make(50, () => [browser, annasHandle]);
    held = passed(700);
    await send(made);
    const rest = await guesses(50, () => [browser, unknown()]);
    expect(tally(rest)).to.deep.equal({
      ERR_MFA_CODE: perAddress - free,
      ERR_MFA_WAIT: 50 - perAddress + free,
    });
  });

  it("refuses the right one as well that was judged while the others used up what there was", async () => {
    for (const [claimed, count] of [
      [() => annasHandle, free],
      [unknown, perAddress],
    ] as const) {
      const browser = at(`192.0.2.${count}`);
      const right = await aloneBody(browser, device);
      const made = await make(count, () => [browser, claimed()]);
      slow = 50;
      const wrong = send(made);
      const answer = browser.post("/mfa/sign-in/passkey", right);
      expect(tally(await wrong)).to.deep.equal({ ERR_MFA_CODE: count });
      expect(codeOf(await answer), `after ${count}`).to.equal("ERR_MFA_WAIT");
      slow = 0;
      host.clock.advance(31_000);
    }
  });

  it("lets one of fifty right answers to one ticket in, all at once from fifty browsers", async () => {
    const body = await aloneBody(host.browser(), device);
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, n) => at(`198.51.100.${n}`).post("/mfa/sign-in/passkey", body)),
    );
    expect(answers.filter(({ status }) => status === 200)).to.have.length(1);
    for (const answer of answers)
      expect(codeOf(answer)).to.be.oneOf(["ok", "ERR_MFA_CODE_USED", "ERR_MFA_CODE", "ERR_MFA_WAIT"]);
    expect(host.events.filter(({ event }) => event.type === "signed-in")).to.have.length(2);
  });

  it("takes a right answer with no other ticket, nor a ticket with an answer for another browser", async () => {
    const [one, two] = [host.browser(), host.browser()];
    const [first, second] = [await aloneBody(one, device), await aloneBody(two, device)];
    for (const [browser, body] of [
      [one, { ...first, ticket: second.ticket }],
      [two, { ...second, ticket: first.ticket }],
    ] as const)
      expect(codeOf(await browser.post("/mfa/sign-in/passkey", body))).to.equal("ERR_MFA_CODE");
    expect(codeOf(await two.post("/mfa/sign-in/passkey", second))).to.equal("ok");
    const replayed = await host.browser().post("/mfa/sign-in/passkey", second);
    expect(codeOf(replayed)).to.be.oneOf(["ERR_MFA_CODE_USED", "ERR_MFA_CODE"]);
  });

  it("takes no answer that was spent, nor one whose time is over, wherever the clock steps", async () => {
    const synced = deviceAt(host, { synced: true }, 0);
    await enrolPasskey(anna, synced, "Cloud");
    const [spent, kept] = [await aloneBody(host.browser(), synced), await aloneBody(host.browser(), synced)];
    expect(codeOf(await host.browser().post("/mfa/sign-in/passkey", spent))).to.equal("ok");
    for (const step of [9 * 60_000, 60_000, 60_000, -60_000, -9 * 60_000, -60_000]) {
      host.clock.advance(step);
      const again = await host.browser().post("/mfa/sign-in/passkey", spent);
      expect(codeOf(again), `after a step of ${step}`).to.be.oneOf([
        "ERR_MFA_CODE_USED",
        "ERR_MFA_CODE_EXPIRED",
      ]);
    }
    host.clock.advance(10 * 60_000);
    expect(codeOf(await host.browser().post("/mfa/sign-in/passkey", kept))).to.equal("ERR_MFA_CODE_EXPIRED");
  });

  it("says and does the same for whoever is claimed: known or not, with a credential of theirs or not, disabled", async () => {
    const erik = await host.addOperator("erik");
    const browser = host.browser();
    await signInByScript(host, browser, "erik");
    const eriks = deviceAt(host);
    await enrolPasskey(browser, eriks);
    await host.mfa.operators.disable(erik.id);
    const bo = await host.addOperator("bo");
    const claims: readonly (readonly [string, string, string | undefined])[] = [
      ["nobody", unknown(), undefined],
      ["an operator without a passkey", handle(bo.id), undefined],
      ["an operator, with a credential that nobody has", annasHandle, undefined],
      ["an operator, with a credential of theirs", annasHandle, device.id],
      ["an operator, with a credential of somebody else's", annasHandle, eriks.id],
      ["somebody disabled, with a credential of theirs", handle(erik.id), eriks.id],
    ];
    const bare = ({ status, headers: { date: _, "content-length": __, ...headers }, text }: Answer) => ({
      ...{ status, headers },
      text: text.replace(/"passwordless":\[.*\]/, ""),
    });
    const seen = [];
    for (const [what, userHandle, id] of claims) {
      const stranger = at(`198.51.100.${seen.length}`);
      const body = await aloneBody(stranger, deviceAt(host), { userHandle, ...(id !== undefined && { id }) });
      calls = [];
      const answer = await stranger.post("/mfa/sign-in/passkey", body);
      seen.push({ what, answer: bare(answer), calls });
    }
    for (const { what, answer, calls: made } of seen) {
      expect(answer, what).to.deep.equal(seen[0]?.answer);
      expect(made, what).to.deep.equal(seen[0]?.calls);
    }
    expect(seen[0]?.answer.status).to.equal(401);
    expect(seen[0]?.calls).to.not.be.empty;
  });

  it("says and does the same for whoever is claimed while there is a wait", async () => {
    const waits = [];
    for (const userHandle of [annasHandle, unknown()]) {
      for (let n = 0; n < free; n++) await guess(at(`198.51.100.${n}`), userHandle, device.id);
      const stranger = at("203.0.113.1");
      const body = await aloneBody(stranger, deviceAt(host), { userHandle, id: device.id });
      calls = [];
      const { status, headers, text } = await stranger.post("/mfa/sign-in/passkey", body);
      waits.push({
        status,
        after: headers["retry-after"],
        calls: [...calls],
        text: text.replace(/"passwordless":.*/, ""),
      });
    }
    expect(waits[0]?.status).to.equal(429);
    expect(waits[1]).to.deep.equal(waits[0]);
  });

  it("shuts out nobody's own browser, nor anybody else, however many strangers guess at once", async () => {
    await anna.post("/mfa/sign-out");
    await host.addOperator("erik");
    const made = await make(200, (n) => [at(`198.51.100.${n}`), annasHandle, device.id]);
    held = passed(700);
    await send(made);
    expect(codeOf(await signInAlone(anna, device)), "a browser that she has signed in from").to.equal("ok");
    const elsewhere = await at("203.0.113.1").post("/mfa/sign-in", {
      username: "erik",
      password: operatorPassword,
    });
    expect(elsewhere.status).to.equal(200);
    // No longer than a wrong password by a stranger would: it doubles, and ends.
    host.clock.advance(31_000);
    expect(codeOf(await signInAlone(at("203.0.113.2"), device))).to.equal("ok");
  });
});
