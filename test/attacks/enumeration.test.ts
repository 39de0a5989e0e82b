import { expect } from "chai";
import { type Host, operatorPassword, startHost } from "../support/harness.js";
import type { Answer } from "../support/http.js";

const kinds = ["unknown", "wrong", "disabled"] as const;
type Kind = (typeof kinds)[number];

describe("who is known here", () => {
  let host: Host;
  before(async () => {
    host = await startHost({ mode: "email", storage: "sqlite" });
    await host.addOperator("anna");
    const erik = await host.addOperator("erik");
    await host.mfa.operators.disable(erik.id);
  });
  after(() => host.close());

  let asked = 0;
  const attempt = (kind: Kind, username?: string): Promise<Answer> => {
    asked += 1;
    const names = { unknown: "nobody", wrong: "anna", disabled: "erik" };
    const password = kind === "disabled" ? operatorPassword : "a wrong password";
    const browser = host.browser({ headers: { "X-Forwarded-For": `10.${asked >> 8}.${asked & 255}.1` } });
    return browser.post("/mfa/sign-in", { username: username ?? names[kind], password });
  };

  it("is told by no word, status or header, and no operator's record is written", async () => {
    const before = await host.stored("op:");
    const answers = [];
    for (const kind of kinds) answers.push(await attempt(kind));
    const [first] = answers;
    const seen = ({ status, text, headers: { date: _, ...headers } }: Answer) => ({ status, text, headers });
    for (const answer of answers) expect(seen(answer)).to.deep.equal(seen(first as Answer));
    expect(first?.status).to.equal(401);
    expect(await host.stored("op:")).to.deep.equal(before);
  });

  it("is told by no wait: known and unknown names wait alike", async () => {
    const waits = [];
    for (const kind of kinds) {
      let last: Answer | undefined;
      for (let index = 0; index < 6; index += 1) last = await attempt(kind);
      waits.push({ status: last?.status, text: last?.text, retry: last?.headers["retry-after"] });
    }
    expect(waits[0]?.status).to.equal(429);
    for (const wait of waits) expect(wait).to.deep.equal(waits[0]);
    host.clock.advance(25 * 3_600_000 * 2);
  });

  it("is told by no time: medians over two hundred interleaved tries are within noise", async function () {
    this.timeout(60_000);
    // Names of their own for each try, so that none has to wait; the known ones are made for it.
    const known: string[] = [];
    for (let index = 0; index < 14; index += 1) {
      known.push(`wrong${index}`, `disabled${index}`);
      await host.addOperator(`wrong${index}`);
      await host.mfa.operators.disable((await host.addOperator(`disabled${index}`)).id);
    }
    expect(known).to.have.length(28);
    const times: Record<Kind, number[]> = { unknown: [], wrong: [], disabled: [] };
    for (let round = 0; round < 67; round += 1) {
      for (const kind of round % 2 === 0 ? kinds : kinds.toReversed()) {
        const start = performance.now();
        const answer = await attempt(kind, `${kind}${round % 14}`);
        times[kind].push(performance.now() - start);
        expect(answer.status).to.equal(401);
      }
      if (round % 50 === 49) host.clock.advance(3 * 24 * 3_600_000);
    }
    const median = (kind: Kind) => times[kind].toSorted((a, b) => a - b)[33] ?? 0;
    const [unknown, wrong, disabled] = kinds.map(median) as [number, number, number];
    console.log(
      `      unknown ${unknown.toFixed(1)} ms, wrong ${wrong.toFixed(1)} ms, disabled ${disabled.toFixed(1)} ms`,
    );
    for (const known of [wrong, disabled]) expect(unknown / known).to.be.within(0.8, 1.25);
  });
});
