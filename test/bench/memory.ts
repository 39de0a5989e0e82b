import { join } from "node:path";
import { start } from "./contestants.js";
import type { Result } from "./result.js";

const sessions = 10_000;

/** What 10,000 operators who are signed in take in the process, after each has asked for something. */
export async function measureMemory(folder: string): Promise<Result> {
  const specs = [
    { name: "express-session in memory, Passport", file: "servers/passport.ts", args: [] },
    {
      name: "express-mfa, SQLite: the records that are held",
      file: "servers/express-mfa.ts",
      args: ["sqlite", join(folder, "memory.sqlite")],
    },
  ];
  const rows: Result["rows"][number][] = [];
  for (const spec of specs) {
    const contestant = await start({ ...spec, nodeArgs: ["--expose-gc"] });
    try {
      const bytes = Number(await contestant.ask({ sessions }));
      rows.push({ name: spec.name, cells: [(bytes / 1024 / 1024).toFixed(1)] });
    } finally {
      await contestant.stop();
    }
  }
  return {
    title: `Memory of ${sessions.toLocaleString("en")} sessions`,
    text: "Of as many operators, each with one session. Whatever is past 10,000 records is read again when it is asked for, so this is about the most that they take.",
    columns: ["MiB"],
    rows,
    targets: [],
  };
}
