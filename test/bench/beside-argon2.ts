import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { type Contestant, start } from "./contestants.js";
import { load } from "./load.js";
import { median, quantile, type Result } from "./result.js";

const rounds = 11;
const roundFor = 1500;
/** Sign-ins per second: at ten, a third of the server's one core is busy with their hashes. */
const rates = [1, 3, 10];

/**
 * How long the slowest hundredth of protected requests takes while others sign in, beside bare Express with bare Argon2 that is
 * asked with the same cookie.
 */
export async function measureBesideArgon2(folder: string): Promise<Result> {
  const ours = await start({
    name: "express-mfa, SQLite",
    file: "servers/express-mfa.ts",
    args: ["sqlite", join(folder, "argon2.sqlite")],
  });
  const alone = await start({ name: "Express alone, Argon2", file: "servers/bare.ts" });
  const bare = { ...alone, cookie: ours.cookie };
  try {
    const rows: Result["rows"][number][] = [];
    const targets: Result["targets"][number][] = [];
    for (const connections of [1, 4])
      for (const rate of rates) {
        const asked = { connections, rate };
        for (const contestant of [bare, ours]) await slowest(contestant, asked);
        const pairs: (readonly [number, number])[] = [];
        for (let round = 0; round < rounds; round += 1)
          pairs.push([await slowest(bare, asked), await slowest(ours, asked)]);
        const ratio = median(pairs.map(([one, other]) => other / one));
        const milliseconds = (at: 0 | 1) => median(pairs.map((pair) => pair[at])).toFixed(2);
        const name = `connections: ${connections}, sign-ins a second: ${rate}`;
        rows.push({ name, cells: [milliseconds(0), milliseconds(1), ratio.toFixed(2)] });
        targets.push({ name: `p99 beside Argon2, ${name}`, value: ratio, most: 1.2 });
      }
    return {
      title: "While others sign in",
      text: `The 99th percentile of a protected request, in milliseconds, while others sign in and their passwords are hashed (Argon2id, 19 MiB, 2 passes) on the server's one core, beside bare Express with the same hashes and nothing else: the median of ${rounds} rounds of ${roundFor} ms. A sign-in of ours also writes to the disk twice, the record and behind it the line of the audit: the more of them there are, the more it shows where one core does everything.`,
      columns: ["Express alone", "express-mfa", "ratio"],
      rows,
      targets,
    };
  } finally {
    await Promise.all([bare.stop(), ours.stop()]);
  }
}

interface Rates {
  readonly connections: number;
  /** Sign-ins per second. */
  readonly rate: number;
}

async function slowest(contestant: Contestant, { connections, rate }: Rates): Promise<number> {
  const took: number[] = [];
  let isOver = false;
  const others = (async () => {
    const under: Promise<void>[] = [];
    while (!isOver) {
      under.push(signIn(contestant));
      await setTimeout(1000 / rate);
    }
    await Promise.all(under);
  })();
  await load(contestant, { connections, milliseconds: roundFor, each: (one) => took.push(one) });
  isOver = true;
  await others;
  return quantile(took, 0.99);
}

/** As an app does: no cookie, and a password that is right. */
async function signIn({ port, name }: Contestant): Promise<void> {
  const answer = await fetch(`http://127.0.0.1:${port}/mfa/sign-in`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ username: "bo", password: "a password for the benchmark", client: "app" }),
  });
  if (!answer.ok) throw new Error(`${name}: a sign-in got ${answer.status}: ${await answer.text()}`);
  await answer.arrayBuffer();
}
