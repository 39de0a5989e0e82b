import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { sqlite } from "../../storage/sqlite.js";
import { type Host, operatorPassword, startHost } from "../support/harness.js";
import { createApp, mailOf } from "../support/steps.js";

const processes = 4;

describe("A new system that several processes start at once", function () {
  this.timeout(60_000);
  let folder: string;
  let hosts: readonly Host[];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "express-mfa-setup-"));
    const options = { secret: randomBytes(32).toString("base64") };
    const clock = { now: Date.now, advance: () => {} };
    const start = () =>
      startHost({
        ...{ isNew: true, ready: false, clock, options },
        storage: sqlite(join(folder, "mfa.sqlite")),
      });
    hosts = await Promise.all(Array.from({ length: processes }, start));
    await Promise.all(hosts.map(({ mfa }) => mfa.ready()));
  });
  afterEach(async () => {
    await Promise.all(hosts.map((host) => host.close()));
    await rm(folder, { recursive: true, force: true });
  });

  const codes = () => hosts.flatMap(({ setups }) => setups.map(({ code }) => code));
  const begin = (host: Host, setupCode: string, username: string, more: object = {}) =>
    createApp(host).post("/mfa/setup", {
      ...{ setupCode, username, password: operatorPassword, email: mailOf(username), client: "app" },
      ...{ acknowledge: true, mode: "email", ...more },
    });
  const at = (index: number): Host => {
    const host = hosts[index % processes];
    if (host === undefined) throw new Error("There is no process");
    return host;
  };
  /** The one that was printed last. */
  const goodCode = async () => {
    for (const code of codes()) {
      const probe = await begin(at(0), code, "probe", { email: "not an address" });
      if (probe.json().code === "ERR_MFA_INPUT") return code;
    }
    throw new Error("No code is good");
  };

  it("prints several codes, and one of them is good, in each process", async () => {
    expect(codes()).to.have.length(processes);
    for (const host of hosts) {
      const answers = await Promise.all(
        codes().map((code) => begin(host, code, "probe", { email: "not an address" })),
      );
      expect(answers.map((answer) => String(answer.json().code)).sort()).to.deep.equal([
        ...Array(processes - 1).fill("ERR_MFA_CODE"),
        "ERR_MFA_INPUT",
      ]);
    }
  });

  it("is set up by one of many who finish at once, each over other processes: one engineer, and nobody else", async () => {
    const code = await goodCode();
    /** From the first step to the last, each at the next process; the token where it was told to be in. */
    const tries = async (turn: number): Promise<string | undefined> => {
      const username = `ella${turn}`;
      const begun = await begin(at(turn), code, username);
      if (begun.status !== 200) return undefined;
      const there = createApp(at(turn + 1), String(begun.json().token));
      if ((await there.post("/mfa/challenge/email-otp")).status !== 200) return undefined;
      const mailed = at(turn + 1).smtp.lastCode(mailOf(username));
      const next = createApp(at(turn + 2), String(begun.json().token));
      const done = await next.post("/mfa/challenge/email-otp/verify", { code: mailed });
      return done.status === 200 ? String(done.json().token) : undefined;
    };
    const tokens: string[] = [];
    for (let round = 0; round < 5 && tokens.length === 0; round += 1) {
      const told = await Promise.all(Array.from({ length: 12 }, (_, turn) => tries(12 * round + turn)));
      tokens.push(...told.filter((token) => token !== undefined));
    }
    if (tokens.length === 0) tokens.push((await tries(99)) ?? "");
    const inside: string[] = [];
    for (const token of tokens)
      if ((await createApp(at(0), token).get("/app")).status === 200) inside.push(token);
    expect(inside, "who was told to be in, and is").to.have.length(1);
    const { operators } = await at(0).mfa.operators.list();
    expect(operators.map(({ role }) => role)).to.deep.equal(["engineer"]);
    for (const host of hosts) {
      // Which of the two: whether this process has heard by now that all is set up. The code is gone in any case.
      const late = (await begin(host, code, "late")).json().code;
      expect(late).to.be.oneOf(["ERR_MFA_SET_UP", "ERR_MFA_CODE"]);
      expect((await createApp(host, inside[0]).get("/mfa/settings")).status).to.equal(200);
    }
  });

  it("is set up once where MFA is opted out of, with no second step between the code and the end", async () => {
    const code = await goodCode();
    const off = { mfa: "off", confirmOff: true, mode: undefined };
    const begun = await Promise.all(
      Array.from({ length: 20 }, (_, turn) => begin(at(turn), code, `ella${turn}`, off)),
    );
    const inside: string[] = [];
    for (const { status, json } of begun) {
      if (status !== 200) continue;
      const token = String(json().token);
      if ((await createApp(at(0), token).get("/app")).status === 200) inside.push(token);
    }
    expect(inside).to.have.length(1);
    const { operators } = await at(0).mfa.operators.list();
    expect(operators.map(({ role }) => role)).to.deep.equal(["engineer"]);
  });
});
