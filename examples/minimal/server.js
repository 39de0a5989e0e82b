import express from "express";
import { createMfa } from "express-mfa";
import { sqlite } from "express-mfa/storage/sqlite";
import { emailOtp, password, totp } from "express-mfa/strategies";

const mfa = createMfa({
  issuer: "Net2",
  url: "http://localhost:3000/mfa", // where the router is mounted
  secret: process.env.MFA_SECRET, // 32 bytes or more, kept safe: it seals the data
  storage: sqlite("net2-mfa.sqlite"), // or any Keyv instance
  mail: { smtp: process.env.SMTP_URL, from: "Net2 <net2@example.com>" },
  strategies: [password(), emailOtp(), totp()],
});
await mfa.ready(); // storage opened, schema checked; a new system prints where to set it up, and the code for it

const app = express();
app.use("/mfa", mfa.router); // set-up, sign-in, operator card, Options → Security
app.post("/net2/doors/:id/open", mfa.protect({ maxAge: 300 })); // a fresh proof, before the route that it guards
app.use("/net2", mfa.protect()); // nobody in without what the policy asks for
app.get("/net2", (req, res) => res.type("text").send(`Hello ${req.mfa.operator.username}`));
app.post("/net2/doors/:id/open", (req, res) => res.type("text").send(`Door ${req.params.id} is open`));
app.listen(3000, "127.0.0.1"); // what ends https stands before it
