import { hash, verify } from "@node-rs/argon2";
import express from "express";
import { listen, tell } from "./listen.js";

// Express and nothing else; beside its route one that does the hash of a sign-in, by the same library and parameters.

const kept = await hash("a password for the benchmark", {
  memoryCost: 19_456,
  timeCost: 2,
  parallelism: 1,
});
const door = await listen();
const app = express();
app.get("/app", (_req, res) => {
  res.send("ok");
});
app.post("/mfa/sign-in", express.json(), async (req, res) => {
  res.json({ right: await verify(kept, String(req.body.password)) });
});
door.open(app);
tell({ port: door.port, cookie: "" });
