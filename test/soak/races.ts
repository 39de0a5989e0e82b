import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { cpus, loadavg, release, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startFleet } from "../races/fleet.js";
import { runRaces } from "../races/over-processes.js";
import { startPostgres } from "../support/postgres-server.js";
import { startRedis } from "../support/redis-server.js";
import { type Program, programFolder } from "../tools/programs.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

interface Row {
  readonly runs: number;
  /** The least and the most of each answer, over the runs. */
  readonly counts: Map<string, readonly [number, number]>;
  readonly wrong: string[];
}

/** The races over four processes, again and again on each store: `npm run soak -- races [RUNS]`, 20 unless said otherwise. */
export async function run([times = "20"]: readonly string[]): Promise<void> {
  const runs = Number(times);
  const begun = new Date();
  const folder = await mkdtemp(join(tmpdir(), "express-mfa-soak-"));
  const redis = await startRedis(["appendonly", "yes"]);
  const postgres = await startPostgres();
  const stores = {
    SQLite: join(folder, "mfa.sqlite"),
    Redis: redis.url,
    PostgreSQL: `${postgres.url}#mfa`,
  };
  const rows = new Map<string, Row>();
  let failed = 0;
  try {
    for (const [store, place] of Object.entries(stores)) {
      const fleet = await startFleet(place);
      try {
        for (let n = 1; n <= runs; n += 1) {
          for (const { name, counts, wrong } of await runRaces(fleet, n)) {
            note(rows, `${store} | ${name}`, counts, wrong);
            if (wrong !== undefined) failed += 1;
          }
          console.log(`${store}: ${n} of ${runs}, ${failed} wrong so far`);
        }
      } finally {
        await fleet.close();
      }
    }
  } finally {
    await redis.stop();
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
    await mkdir(join(root, "docs/measured"), { recursive: true });
    const text = await report(rows, { begun, runs, failed });
    await writeFile(join(root, "docs/measured/races.md"), text);
  }
  console.log(`${[...rows.values()].reduce((sum, row) => sum + row.runs, 0)} races, ${failed} wrong`);
  if (failed > 0) process.exitCode = 1;
}

function note(
  rows: Map<string, Row>,
  name: string,
  counts: Readonly<Record<string, number>>,
  wrong?: string,
) {
  const { runs = 0, counts: all = new Map(), wrong: before = [] } = rows.get(name) ?? {};
  for (const answer of new Set([...all.keys(), ...Object.keys(counts)])) {
    const count = counts[answer] ?? 0;
    const [least, most] = all.get(answer) ?? (runs === 0 ? [count, count] : [0, 0]);
    all.set(answer, [Math.min(least, count), Math.max(most, count)]);
  }
  rows.set(name, { runs: runs + 1, counts: all, wrong: wrong === undefined ? before : [...before, wrong] });
}

async function report(
  rows: ReadonlyMap<string, Row>,
  { begun, runs, failed }: { readonly begun: Date; readonly runs: number; readonly failed: number },
): Promise<string> {
  const { version } = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
  const said = (program: Program) =>
    execFileSync(join(programFolder(program), program), ["--version"], { encoding: "utf8" }).trim();
  const lines = [...rows].map(([name, row]) => {
    const counts = [...row.counts].map(([answer, [least, most]]) =>
      least === most ? `${answer} ${least}` : `${answer} ${least}–${most}`,
    );
    return `| ${name} | ${row.runs} | ${counts.join(", ")} | ${row.wrong.length} |`;
  });
  const minutes = Math.round((Date.now() - begun.getTime()) / 60_000);
  return `# Races over four processes

\`npm run soak -- races ${runs}\`, ${begun.toISOString().slice(0, 10)}, ${minutes} minutes: ${failed} races were not as they should be.

express-mfa ${version}, Node ${process.version}, Linux ${release()}, ${cpus().length} cores (${cpus()[0]?.model.trim()}), load at the end ${loadavg()[0]?.toFixed(1)};
${said("redis-server")}; ${said("postgres")}.

Four servers on one store, each a process of its own; each run with operators of its own. \`ok\` is an answer that let somebody
in; the least and the most over the runs. Of the two guessing races at most 5 may be told that they are wrong
(\`ERR_MFA_CODE\`), of the code races exactly one is ok, and no enrolment that was told is lost. \`ERR_MFA_STORAGE\` is a
503: the store did not answer within two seconds, and nobody was let in.

| store | race | runs | answers | wrong |
| --- | --- | --- | --- | --- |
${lines.join("\n")}
${[...rows].flatMap(([name, row]) => row.wrong.map((wrong) => `\n- ${name}: ${wrong}`)).join("")}`;
}
