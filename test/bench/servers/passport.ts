import express from "express";
import expressSession from "express-session";
import { Passport } from "passport";
import CustomStrategy from "passport-custom";
import { ask } from "./ask.js";
import { answerSessions } from "./hold.js";
import { listen, tell } from "./listen.js";

// What most apps have: express-session in memory, `passport.session()`, and users in a Map.

const users = new Map([["anna", { id: "anna" }]]);
const passport = new Passport();
passport.serializeUser((user, done) => done(null, (user as { id: string }).id));
passport.deserializeUser((id: string, done) => done(null, users.get(id) ?? false));
passport.use(new CustomStrategy((_req, done) => done(null, users.get("anna"))));

const door = await listen();
const app = express();
const secret = "a secret for the benchmark, 32 bytes";
app.use(expressSession({ secret, resave: false, saveUninitialized: false }), passport.session());
const answer: express.RequestHandler = (_req, res) => {
  res.send("ok");
};
app.get("/login", passport.authenticate("custom"), answer);
app.get("/app", (req, res, next) => (req.isAuthenticated() ? next() : res.sendStatus(401)), answer);
door.open(app);

const signIn = async () => {
  const { headers } = await ask(`${door.origin}/login`);
  return headers["set-cookie"]?.[0]?.split(";")[0] ?? "";
};
answerSessions(door.origin, signIn);
tell({ port: door.port, cookie: await signIn() });
