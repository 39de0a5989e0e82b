import { setTimeout } from "node:timers/promises";
import { rmSync } from "node:fs";
import { type Contestant, start } from "./contestants.js";
import { load } from "./load.js";
import { median, quantile } from "./result.js";
rmSync("/tmp/prof/q.sqlite", { force: true });
const rate = Number(process.env.RATE ?? 10);
const cs: Contestant[] = [await start({ name: "bare", file: "servers/bare.ts" }), await start({ name: "ours", file: "servers/express-mfa.ts", args: ["sqlite", "/tmp/prof/q.sqlite"] })];
cs[0] = { ...cs[0]!, cookie: cs[1]!.cookie };
async function signIn({ port }: Contestant) {
  const a = await fetch(`http://127.0.0.1:${port}/mfa/sign-in`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ username: "bo", password: "a password for the benchmark", client: "app" }) });
  if (!a.ok) throw new Error(await a.text());
  await a.arrayBuffer();
}
const qs = [0.5, 0.9, 0.95, 0.97, 0.98, 0.985, 0.99, 0.992, 0.995, 0.999];
const out: number[][][] = [[], []];
const per: number[][] = [[], []];
for (let r = 0; r < 9; r++) for (const i of [0, 1]) {
  const c = cs[i]!; const took: number[] = []; let over = false; let n = 0;
  const others = (async () => { const u = []; while (!over) { if (rate > 0) { u.push(signIn(c)); n++; } await setTimeout(1000 / (rate || 10)); } await Promise.all(u); })();
  await load(c, { connections: 1, milliseconds: 1500, each: (t) => took.push(t) }); over = true; await others;
  if (r === 0) continue;
  const m = quantile(took, 0.5);
  out[i]!.push(qs.map((q) => quantile(took, q))); per[i]!.push(took.filter((t) => t > 2 * m).length / 15, took.length);
}
for (const i of [0, 1]) { console.log(cs[i]!.name, qs.map((q, k) => `${q}:${median(out[i]!.map((o) => o[k]!)).toFixed(3)}`).join(" "), "slow per sign-in", median(per[i]!.filter((_, k) => k % 2 === 0)).toFixed(1), "requests", median(per[i]!.filter((_, k) => k % 2 === 1))); await cs[i]!.stop(); }
process.exit(0);
