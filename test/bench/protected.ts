import { join } from "node:path";
import { startPostgres } from "../support/postgres-server.js";
import { startRedis } from "../support/redis-server.js";
import { isInstalled } from "../tools/programs.js";
import { type Contestant, cpuOf, type Spec, start } from "./contestants.js";
import { load } from "./load.js";
import { median, type Result, type Target } from "./result.js";

const rounds = 25;
const roundFor = 600;
const connections = 16;
const ours = "servers/express-mfa.ts";

/**
 * Requests per second of a protected route, beside the same route alone, behind express-session with Passport, and behind
 * better-auth. The servers in turn, again and again: what counts is the median of the ratios within a round.
 */
export async function measureProtected(folder: string): Promise<Result> {
  const servers = isInstalled("redis-server") && isInstalled("postgres") ? await startServers() : undefined;
  const contestants: Contestant[] = [];
  try {
    for (const spec of specs(folder, servers)) contestants.push(await start(spec));
    sameRequest(contestants);
    for (const contestant of contestants) await load(contestant, { connections, milliseconds: 2000 });
    const rates: number[][] = [];
    const used = contestants.map((contestant) => -cpuOf(contestant));
    const answers = contestants.map(() => 0);
    const each = (at: number) => () => {
      answers[at] = (answers[at] ?? 0) + 1;
    };
    for (let round = 0; round < rounds; round += 1) {
      const rate: number[] = [];
      // Another one first each time: nobody always follows the same.
      for (let turn = 0; turn < contestants.length; turn += 1) {
        const at = (turn + round) % contestants.length;
        const contestant = contestants[at];
        if (contestant !== undefined)
          rate[at] = await load(contestant, { connections, milliseconds: roundFor, each: each(at) });
      }
      rates.push(rate);
    }
    const costs = contestants.map((one, at) => ((used[at] ?? 0) + cpuOf(one)) / (answers[at] ?? 0));
    return resultOf(
      contestants.map(({ name }) => name),
      { rates, costs },
    );
  } finally {
    await Promise.all(contestants.map((contestant) => contestant.stop()));
    await servers?.stop();
  }
}

async function startServers() {
  const [redis, postgres] = await Promise.all([startRedis(["databases", "2"]), startPostgres()]);
  const stop = async () => void (await Promise.all([redis.stop(), postgres.stop()]));
  return { redis: redis.url, postgres: postgres.url, stop };
}

/** @param servers left out where the programs are not here */
function specs(
  folder: string,
  servers: { readonly redis: string; readonly postgres: string } | undefined,
): Spec[] {
  const our = (name: string, store: string, place = "", staleness = "1000"): Spec => {
    return { name: `express-mfa, ${name}`, file: ours, args: [store, place, staleness] };
  };
  const each = ", each time";
  return [
    { name: "Express alone", file: "servers/bare.ts" },
    { name: "express-session, Passport", file: "servers/passport.ts" },
    {
      name: "better-auth, SQLite",
      file: "better-auth/server.js",
      args: [join(folder, "better-auth.sqlite")],
    },
    our("memory", "memory"),
    our("SQLite", "sqlite", join(folder, "held.sqlite")),
    our(`SQLite${each}`, "sqlite", join(folder, "each.sqlite"), "0"),
    ...(servers === undefined
      ? []
      : [
          our("Redis", "redis", `${servers.redis}/0`),
          our(`Redis${each}`, "redis", `${servers.redis}/1`, "0"),
          our("PostgreSQL", "postgres", servers.postgres),
          our(`PostgreSQL${each}`, "postgres", `${servers.postgres}?application_name=each`, "0"),
        ]),
  ];
}

/** Express alone is asked as ours is: a server reads the header of a cookie whether anybody looks at it or not. */
function sameRequest(contestants: Contestant[]): void {
  const [alone] = contestants;
  const cookie = contestants.at(-1)?.cookie;
  if (alone !== undefined && cookie !== undefined) contestants[0] = { ...alone, cookie };
}

interface Measured {
  /** Requests per second, by round and contestant. */
  readonly rates: readonly (readonly number[])[];
  /** Microseconds of processor time of a request, by contestant. */
  readonly costs: readonly number[];
}

function resultOf(names: readonly string[], { rates, costs }: Measured): Result {
  const ratio = (one: number, other: number) =>
    median(rates.map((rate) => (rate[one] ?? Number.NaN) / (rate[other] ?? Number.NaN)));
  const [bare, passport, peer] = [0, 1, 2];
  const rows = names.map((name, at) => ({
    name,
    cells: [
      Math.round(median(rates.map((rate) => rate[at] ?? Number.NaN))),
      ...[bare, passport, peer].map((other) => Number(ratio(at, other).toFixed(2))),
      Math.round(costs[at] ?? Number.NaN),
    ],
  }));
  const at = (name: string) => names.indexOf(`express-mfa, ${name}`);
  const targets: Target[] = [
    { name: "SQLite, of Express alone", value: ratio(at("SQLite"), bare), least: 0.85 },
    { name: "SQLite, of express-session with Passport", value: ratio(at("SQLite"), passport), least: 1.7 },
    {
      name: "SQLite read each time, of express-session with Passport",
      value: ratio(at("SQLite, each time"), passport),
      least: 1.25,
    },
    ...names.flatMap((name, own) =>
      own <= peer ? [] : [{ name: `${name}, of better-auth`, value: ratio(own, peer), least: 3 }],
    ),
  ];
  return {
    title: "A protected request",
    text: `Requests per second over ${connections} connections: the median of ${rounds} rounds of ${roundFor} ms. "Each time" is \`staleness: 0\`: every request asks the store; the others ask at most once a second for each operator. CPU: processor time of the server for one request, whatever else the machine was doing.`,
    columns: ["requests/s", "of Express alone", "of Passport", "of better-auth", "CPU, µs"],
    rows,
    targets,
    plot: { file: "protected", column: 0, unit: "requests/s" },
  };
}
