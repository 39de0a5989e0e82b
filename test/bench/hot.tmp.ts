import { rmSync } from "node:fs";
import { start } from "./contestants.js";
import { load } from "./load.js";
import { median } from "./result.js";
rmSync("/tmp/prof/h.sqlite", { force: true });
const a0 = await start({ name: "bare", file: "servers/bare.ts" });
const b = await start({ name: "ours", file: "servers/express-mfa.ts", args: ["sqlite", "/tmp/prof/h.sqlite"] });
const a = { ...a0, cookie: b.cookie };
for (const c of [a, b]) await load(c, { connections: 16, milliseconds: 2500 });
const r: number[] = [];
for (let i = 0; i < 25; i++) { const x = await load(a, { connections: 16, milliseconds: 600 }); const y = await load(b, { connections: 16, milliseconds: 600 }); r.push(y / x); }
r.sort((x, y) => x - y);
console.log("ratio", median(r).toFixed(3), r.map((x) => x.toFixed(2)).join(" "));
await a.stop(); await b.stop(); process.exit(0);
