import { rmSync } from "node:fs";
import { start } from "./contestants.js";
import { load } from "./load.js";
rmSync("/tmp/prof/g.sqlite", { force: true });
for (const spec of [{ name: "bare", file: "servers/bare.ts" }, { name: "ours", file: "servers/express-mfa.ts", args: ["sqlite", "/tmp/prof/g.sqlite"] }]) {
  const c = await start({ ...spec, nodeArgs: ["--trace-gc"] });
  await load(c, { connections: 16, milliseconds: 3000 });
  console.log("=====", spec.name);
  const n = await load(c, { connections: 16, milliseconds: 2000 });
  console.log("=====", n);
  await c.stop();
}
process.exit(0);
