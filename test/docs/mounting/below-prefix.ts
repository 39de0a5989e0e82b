import { createServer } from "node:http";
import type { Express } from "express";
import express from "express";

/** The proxy serves the app below `/desk`, and takes that off. Here it is put back: every path is what browsers see. */
export function below(prefix: string, app: Express) {
  const outer = express();
  outer.use(prefix, app); // app.use("/mfa", mfa.router); the url of the options: "https://net2.example.com/desk/mfa"
  return createServer((req, res) => {
    req.url = prefix + req.url;
    outer(req, res);
  });
}
