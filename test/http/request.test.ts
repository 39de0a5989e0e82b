import { createServer, IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { inspect } from "node:util";
import { expect } from "chai";
import type { Express, NextFunction, Request, RequestHandler, Response } from "express";
import express from "express";
import expressSession from "express-session";
// @ts-expect-error Express 4 under a second name has no types of its own.
import untyped4 from "express4";
import passport from "passport";
import { createMfa, type Mfa } from "../../lib/index.js";
import { signedIn } from "../../lib/testing/index.js";
import { memory } from "../../storage/memory.js";
import { emailOtp, password } from "../../strategies/index.js";
import { send } from "../support/http.js";

const express4: typeof express = untyped4;
const told = (req: Request, res: Response) => {
  const { user, mfa, isAuthenticated } = req;
  res.json({
    user: user ?? null,
    mfa: mfa?.operator ?? null,
    authenticated: isAuthenticated?.call(req) ?? null,
  });
};
const nothing = { user: null, mfa: null, authenticated: null };

for (const [name, make] of [
  ["Express 5", express],
  ["Express 4", express4],
] as const) {
  describe(`What a request is told, with ${name}`, () => {
    let server: Server;
    let mfa: Mfa;
    afterEach(async () => {
      server.close();
      await mfa.close();
    });

    /** What a host with these routes tells somebody who is signed in. */
    const askedOf = async (mount: (app: Express, protect: RequestHandler) => void) => {
      const app = make();
      server = createServer(app).listen(0, "127.0.0.1");
      await new Promise((resolve) => server.once("listening", resolve));
      const { port } = server.address() as AddressInfo;
      mfa = createMfa({
        issuer: "Net2",
        url: `http://localhost:${port}/mfa`,
        secret: "a secret of the tests, 32 bytes or more",
        storage: memory(),
        strategies: [password(), emailOtp()],
        initialPolicy: "email",
      });
      await mfa.ready();
      mount(app, mfa.protect() as RequestHandler);
      const { headers } = await signedIn(mfa, { username: "anna" });
      return async (path: string) => {
        const url = new URL(path, `http://127.0.0.1:${port}`);
        return (await send(url, { headers: { ...headers, Host: `localhost:${port}` } })).json();
      };
    };

    it("is there behind `protect`, and on no other route, before and after", async () => {
      const at = await askedOf((app, protect) => {
        app.get("/open", told);
        app.get("/in", protect, told);
      });
      expect(await at("/open")).to.deep.equal(nothing);
      const inside = await at("/in");
      expect(inside.user).to.have.property("username", "anna");
      expect(inside.mfa).to.deep.equal(inside.user);
      expect(inside.authenticated).to.equal(true);
      expect(await at("/open")).to.deep.equal(nothing);
    });

    it("is there after an app that is mounted in another one, and in one that is mounted behind", async () => {
      const at = await askedOf((app, protect) => {
        app.use("/before", make().use(protect), told);
        app.use("/behind", protect, make().get("/", told));
      });
      for (const path of ["/before", "/behind"]) {
        expect((await at(path)).user, path).to.have.property("username", "anna");
      }
    });

    it("can be set by the host, for that request alone", async () => {
      const mine = (req: Request, _res: Response, next: NextFunction) => {
        (req as { user?: unknown }).user = { id: "mine" };
        next();
      };
      const at = await askedOf((app, protect) => {
        app.get("/mine", protect, mine, told);
        app.get("/in", protect, told);
      });
      expect((await at("/mine")).user).to.deep.equal({ id: "mine" });
      expect((await at("/in")).user).to.have.property("username", "anna");
    });

    it("stays with its own request, whatever requests share", async () => {
      const shared: string[] = [];
      const at = await askedOf((app, protect) => {
        app.use((req, _res, next) => {
          req.rawHeaders = shared;
          next();
        });
        app.get("/open", told);
        app.get("/in", protect, told);
      });
      expect((await at("/in")).user).to.have.property("username", "anna");
      expect(await at("/open")).to.deep.equal(nothing);
    });

    it("shows no record to who writes the whole request into a log", async () => {
      const at = await askedOf((app, protect) => {
        app.get("/in", protect, (req, res) => {
          res.json({ text: inspect(req, { depth: null, showHidden: true }) });
        });
      });
      const { text } = await at("/in");
      expect(text)
        .to.include("rawHeaders")
        .and.not.to.include("credentials")
        .and.not.to.include("trustEpoch");
    });

    it("is there where nothing can be hung on a request's list of headers", async () => {
      const at = await askedOf((app, protect) => {
        app.use((req, _res, next) => {
          Object.freeze(req.rawHeaders);
          next();
        });
        app.get("/in", protect, told);
      });
      expect((await at("/in")).user).to.have.property("username", "anna");
    });

    it("comes before what Passport's own session says", async () => {
      const at = await askedOf((app, protect) => {
        const secret = "a secret of the host, 32 bytes long";
        app.use(expressSession({ secret, resave: false, saveUninitialized: false }), passport.session());
        app.get("/open", told);
        app.get("/in", protect, told);
      });
      expect(await at("/open")).to.include({ user: null, authenticated: false });
      const inside = await at("/in");
      expect(inside.user).to.have.property("username", "anna");
      expect(inside.authenticated).to.equal(true);
    });

    it("changes nothing of the requests of Node itself", () => {
      for (const property of ["user", "mfa", "isAuthenticated"])
        expect(property in IncomingMessage.prototype).to.equal(false);
    });
  });
}
