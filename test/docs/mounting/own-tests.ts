import type { Express } from "express";
import type { Mfa } from "express-mfa";
import { signedIn } from "express-mfa/testing";
import request from "supertest";

/** In your own tests: an `mfa` on `memory()`, and somebody who is signed in. */
export async function ownTest(app: Express, mfa: Mfa) {
  const anna = await signedIn(mfa, { username: "anna" });
  await request(app).get("/net2").set(anna.headers).expect(200, { hello: "anna" });
}
