import express from "express";
import { createMfa } from "express-mfa";
import { memory } from "express-mfa/storage/memory";
import { emailOtp, password } from "express-mfa/strategies";
import { signedIn } from "express-mfa/testing";
import v8 from "node:v8";
process.env.NODE_ENV = "test";
const mfa = createMfa({ issuer: "B", url: "http://localhost:1/mfa", secret: "a secret for the benchmark, 32 bytes", storage: memory(), strategies: [password(), emailOtp()], initialPolicy: "email", mailer: { send: async () => {}, verify: async () => {}, close() {} } });
await mfa.ready();
const { headers } = await signedIn(mfa, { username: "anna" });
const app = express();
const h = mfa.protect();
const cookie = headers.Cookie;
const mk = () => { const r = Object.create(app.request); r.method = "GET"; r.headers = { host: "localhost:1", cookie }; r.rawHeaders = ["Host", "localhost:1", "Cookie", cookie]; return r; };
const res = {};
let ok = 0; const next = () => { ok++; };
const N = 20000; const reqs = Array.from({ length: N }, mk);
const run = () => { const t = process.hrtime.bigint(); for (let i = 0; i < N; i++) h(reqs[i], res, next); return Number(process.hrtime.bigint() - t) / N; };
for (let i = 0; i < 20; i++) { for (let k = 0; k < N; k++) reqs[k] = mk(); run(); }
const out = []; for (let i = 0; i < Number(process.env.R ?? 15); i++) { for (let k = 0; k < N; k++) reqs[k] = mk(); globalThis.gc?.(); out.push(run()); }
out.sort((a, b) => a - b); console.log("ns per call", out[7].toFixed(0), out[0].toFixed(0), ok);
for (let k = 0; k < N; k++) reqs[k] = mk(); globalThis.gc(); const u0 = process.memoryUsage().heapUsed; run(); const u1 = process.memoryUsage().heapUsed; globalThis.gc(); const u2 = process.memoryUsage().heapUsed; console.log("bytes allocated", (u1 - u0) / N, "retained", (u2 - u0) / N);
process.exit(0);
