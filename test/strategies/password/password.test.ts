import { hash, parseOptions } from "@node-rs/argon2";
import { expect } from "chai";
import type { Finding, Input, Json } from "../../../lib/kit/index.js";
import { servicesFor, strategySuite } from "../../../lib/testing/index.js";
import { type PasswordOptions, password } from "../../../strategies/index.js";

const right = "correct 4 horse battery";
const strategy = password();
const services = servicesFor(strategy);

strategySuite(
  { describe, it },
  () => {
    let chosen = right;
    return {
      strategy: password(),
      once: "never",
      own: async () => ({ hash: await hash(right) }),
      right: () => ({ password: chosen }),
      enrol: () => {
        chosen = "another 4 horses";
        return { password: chosen };
      },
    };
  },
  { name: "The password" },
);

async function enrolled(typed: string, options?: PasswordOptions): Promise<{ hash: string }> {
  const finding = await password(options).enrol?.finish(services, null, { password: typed });
  if (finding?.right !== true) throw new Error("it was refused");
  return finding.own;
}

function judge(own: { hash: string } | undefined, typed: string): Promise<Finding> {
  return strategy.judge(services, own && { id: "c", own }, { password: typed });
}

describe("A password", () => {
  it("is kept as Argon2id with 19 MiB, two passes and one lane, salted", async () => {
    const [one, two] = [await enrolled(right), await enrolled(right)];
    expect(one.hash).to.match(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(one.hash).to.not.equal(two.hash);
  });

  it("is the same however the device writes its characters", async () => {
    const own = await enrolled("ångström är långt".normalize("NFD"));
    expect(await judge(own, "ångström är långt".normalize("NFC"))).to.deep.equal({ right: true });
    expect(await judge(own, "ångström är långt".normalize("NFD"))).to.deep.equal({ right: true });
  });

  it("is otherwise taken as received: case, spaces at the ends and every character count", async () => {
    const own = await enrolled(` ${right} `);
    expect(await judge(own, ` ${right} `)).to.deep.equal({ right: true });
    for (const typed of [right, ` ${right}`, ` ${right.toUpperCase()} `, ` ${right}\u00a0`]) {
      expect(await judge(own, typed), typed).to.deep.equal({ right: false });
    }
  });

  it("is never cut: of 1,024 characters the last one counts", async () => {
    for (const letter of ["a", "é", "門", "🚪"]) {
      const long = "🚪".repeat(1023) + letter;
      const own = await enrolled(long);
      expect(await judge(own, long)).to.deep.equal({ right: true });
      expect(await judge(own, `${"🚪".repeat(1023)}b`)).to.deep.equal({ right: false });
    }
  });

  it("is not the replacement character, when half a character comes", async () => {
    const own = await enrolled("a long one with \ufffd in it");
    expect(await judge(own, "a long one with \ud800 in it")).to.deep.equal({ right: false });
  });

  it("is hashed anew at sign-in when it was hashed with less, and only when it is right", async () => {
    for (const less of [
      { memoryCost: 4096, timeCost: 2 },
      { memoryCost: 19_456, timeCost: 1 },
    ]) {
      const own = { hash: await hash(right, { ...less, parallelism: 1 }) };
      const finding = await judge(own, right);
      const made = (finding.right && strategy.consume?.(own, finding.use ?? null)) || own;
      expect(parseOptions(made.hash)).to.include({ memoryCost: 19_456, timeCost: 2, parallelism: 1 });
      expect(await judge(made, right)).to.deep.equal({ right: true });
      expect(await judge(own, `${right}!`)).to.deep.equal({ right: false });
    }
  });

  it("that was hashed with more stays as it is", async () => {
    const own = { hash: await hash(right, { memoryCost: 20_000, timeCost: 3, parallelism: 1 }) };
    expect(await judge(own, right)).to.deep.equal({ right: true });
  });

  it("of nobody is wrong, even where it fits what stands in for those who are not known", async () => {
    const [, , , , salt = "", made = ""] = (await hash(right)).split("$");
    const bytes = (length: number) => Buffer.from(length === 16 ? salt : made, "base64");
    const rigged = { ...services, random: { ...services.random, bytes } };
    expect(await strategy.judge(rigged, undefined, { password: right })).to.deep.equal({ right: false });
    expect(await judge(undefined, "")).to.deep.equal({ right: false });
  });

  it("is never empty or endless, whatever is stored", async () => {
    const empty = { hash: await hash("") };
    expect(await judge(empty, "")).to.deep.equal({ right: false });
    expect(await judge(empty, "a".repeat(5000))).to.deep.equal({ right: false });
    expect(await judge({ hash: await hash("a".repeat(5000)) }, "a".repeat(5000))).to.deep.equal({
      right: false,
    });
  });

  it("is hashed beside the event loop", async () => {
    const own = await enrolled(right);
    let turns = 0;
    const timer = setInterval(() => {
      turns += 1;
    }, 1);
    await judge(own, right);
    clearInterval(timer);
    expect(turns).to.be.greaterThan(0);
  });
});

describe("How much work a judgement is", () => {
  it("does not tell a known name from an unknown one, nor a right password from a wrong or an endless one", async () => {
    const own = await enrolled(right);
    const held = { id: "c", own };
    const tries: Record<string, [typeof held | undefined, Input]> = {
      right: [held, { password: right }],
      wrong: [held, { password: "wrong" }],
      unknown: [undefined, { password: right }],
      empty: [held, {}],
      endless: [undefined, { password: "a".repeat(5000) }],
    };
    // Time of the processor, threads included, and the least of many: on a busy machine the clock says little.
    const least: Record<string, number> = {};
    for (let round = 0; round < 15; round += 1) {
      for (const [name, [whose, input]] of Object.entries(tries)) {
        const before = process.cpuUsage();
        await strategy.judge(services, whose, input);
        const { user, system } = process.cpuUsage(before);
        least[name] = Math.min(least[name] ?? Number.POSITIVE_INFINITY, user + system);
      }
    }
    // Without the hash it is a hundredth, with two it is twice as much.
    const all = Object.values(least);
    expect(Math.max(...all) / Math.min(...all)).to.be.below(1.5);
  });
});

describe("How many passwords at once", () => {
  const busy = { code: "ERR_MFA_BUSY", status: 503, retryAfter: 1 };
  const outcomes = async (
    options: PasswordOptions,
    work: (one: ReturnType<typeof password>) => Promise<Json>[],
  ) => {
    const settled = await Promise.allSettled(work(password(options)));
    return settled.map((each) => (each.status === "fulfilled" ? "done" : (each.reason as object)));
  };

  it("are judged is bounded: past the queue it is 503, for known and unknown names alike", async () => {
    const held = { id: "c", own: await enrolled(right) };
    const all = await outcomes({ concurrency: 1, queue: 2 }, (one) =>
      [held, undefined, held, undefined, held].map(async (whose) => {
        const { right: found } = await one.judge(services, whose, { password: right });
        return found;
      }),
    );
    expect(all.slice(0, 3)).to.deep.equal(["done", "done", "done"]);
    for (const error of all.slice(3)) expect(error).to.include(busy);
  });

  it("are enrolled is bounded by the same gate", async () => {
    const all = await outcomes({ concurrency: 1, queue: 0 }, (one) =>
      [1, 2].map(async () => (await one.enrol?.finish(services, null, { password: right }))?.right ?? false),
    );
    expect(all.filter((each) => each === "done")).to.have.length(1);
    expect(all.find((each) => each !== "done")).to.include(busy);
  });
});
