import type { ErrorRequestHandler, Request, RequestHandler, Response } from "express";
import { problemPage } from "./pages/problem.js";

/** A form's post and a browser's visit get a page; a program gets JSON. */
export function wantsPage(req: Request): boolean {
  return req.is("urlencoded") === "urlencoded" || req.accepts(["json", "html"]) === "html";
}

export const answerNotFound: RequestHandler = (req, res) => answer(req, res, 404, "There is nothing here");

/** Details go to the log, where the visitor is not. */
export const answerFault: ErrorRequestHandler = (error, req, res, next) => {
  if (res.headersSent) return next(error);
  const status = statusOf(error);
  if (status >= 500) console.error(error);
  answer(req, res, status, status >= 500 ? "Something went wrong here" : "That request cannot be read");
};

function answer(req: Request, res: Response, status: number, title: string): void {
  res.status(status);
  if (wantsPage(req)) res.send(problemPage(title));
  else res.type("application/problem+json").send(JSON.stringify({ status, title }));
}

/** What Express itself refuses, a malformed address say, carries the status that fits. */
function statusOf(error: unknown): number {
  const status = error instanceof Error && "status" in error ? error.status : undefined;
  return typeof status === "number" && status >= 400 && status < 500 ? status : 500;
}
