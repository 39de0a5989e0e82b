import { join } from "node:path";
import { start } from "./contestants.js";
import { load } from "./load.js";
import { median, type Result } from "./result.js";

const times = 7;

/** From the start of the process to the first answer of the protected route. Ours has a sign-in in it, with its hash. */
export async function measureStartUp(folder: string): Promise<Result> {
  const specs = [
    { name: "Express alone", file: "servers/bare.ts", args: [] },
    { name: "express-session, Passport", file: "servers/passport.ts", args: [] },
    { name: "better-auth, SQLite", file: "better-auth/server.js", args: [] },
    {
      name: "express-mfa, SQLite",
      file: "servers/express-mfa.ts",
      args: ["sqlite", join(folder, "start-up.sqlite")],
    },
  ];
  const took = specs.map((): number[] => []);
  for (let time = 0; time < times; time += 1) {
    for (const [at, spec] of specs.entries()) {
      const began = performance.now();
      const contestant = await start(spec);
      await load(contestant, { connections: 1, milliseconds: 0 });
      took[at]?.push(performance.now() - began);
      await contestant.stop();
    }
  }
  return {
    title: "Start-up",
    text: `Milliseconds from the start of the process to the first answer of the protected route, a whole sign-in before it: the median of ${times}.`,
    columns: ["ms"],
    rows: specs.map(({ name }, at) => ({ name, cells: [Math.round(median(took[at] ?? []))] })),
    targets: [],
  };
}
