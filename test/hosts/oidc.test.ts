import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "chai";
import express from "express";
import Provider from "oidc-provider";
import * as oidc from "openid-client";
import { emailOtp, external } from "../../strategies/index.js";
import { CookieJar } from "../support/cookie-jar.js";
import { type Host, startHost } from "../support/harness.js";
import { send } from "../support/http.js";
import { mailOf } from "../support/steps.js";

/** A real provider on loopback; it signs everybody in as who they say they are. */
async function startProvider(redirectUri: string): Promise<{ issuer: string; close(): Promise<void> }> {
  const server: Server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const issuer = `http://localhost:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    clients: [{ client_id: "net2", client_secret: "a secret of the client", redirect_uris: [redirectUri] }],
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_ctx, { uid }) => `/interaction/${uid}` },
    findAccount: (_ctx, sub) => ({ accountId: sub, claims: () => ({ sub }) }),
    cookies: { keys: ["a key"] },
  });
  const app = express();
  app.get("/interaction/:uid", async (req, res) => {
    const { prompt, grantId, session, params } = await provider.interactionDetails(req, res);
    if (prompt.name === "login") {
      await provider.interactionFinished(req, res, {
        login: { accountId: String(params.login_hint), amr: ["pwd"] },
      });
      return;
    }
    const grant =
      (grantId && (await provider.Grant.find(grantId))) ||
      new provider.Grant({ accountId: session?.accountId ?? "", clientId: "net2" });
    grant.addOIDCScope("openid");
    await provider.interactionFinished(req, res, { consent: { grantId: await grant.save() } });
  });
  app.use(provider.callback());
  server.on("request", app);
  return {
    issuer,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The host's own two routes, as its developer writes them. */
async function mountSso(host: Host, issuer: string): Promise<void> {
  const config = await oidc.discovery(new URL(issuer), "net2", "a secret of the client", undefined, {
    execute: [oidc.allowInsecureRequests],
  });
  const redirect_uri = `${host.base}/sso/callback`;
  const waiting = new Map<
    string,
    { readonly pkceCodeVerifier: string; readonly nonce: string; readonly returnTo?: string }
  >();
  host.app.get("/sso", async (req, res) => {
    const [pkceCodeVerifier, state, nonce] = [
      oidc.randomPKCECodeVerifier(),
      oidc.randomState(),
      oidc.randomNonce(),
    ];
    waiting.set(state, {
      pkceCodeVerifier,
      nonce,
      ...(typeof req.query.returnTo === "string" && { returnTo: req.query.returnTo }),
    });
    res.cookie("sso-state", state, { httpOnly: true, sameSite: "lax" });
    const url = oidc.buildAuthorizationUrl(config, {
      redirect_uri,
      scope: "openid",
      code_challenge: await oidc.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: "S256",
      state,
      nonce,
      max_age: "3600",
      login_hint: String(req.query.as ?? "anna"),
    });
    res.redirect(url.href);
  });
  host.app.get("/sso/callback", async (req, res) => {
    const state = /sso-state=([\w-]+)/.exec(req.headers.cookie ?? "")?.[1] ?? "";
    const { pkceCodeVerifier, nonce, returnTo } = waiting.get(state) ?? {};
    waiting.delete(state);
    if (pkceCodeVerifier === undefined || nonce === undefined) return void res.sendStatus(400);
    const tokens = await oidc.authorizationCodeGrant(config, new URL(req.originalUrl, host.base), {
      pkceCodeVerifier,
      expectedState: state,
      expectedNonce: nonce,
      maxAge: 3600,
    });
    const claims: Partial<oidc.IDToken> = tokens.claims() ?? {};
    const { sub = "", auth_time: authTime, amr } = claims;
    const operator = await host.mfa.operators.find(sub);
    if (operator === undefined) return void res.sendStatus(403);
    await host.mfa.begin(req, res, {
      operatorId: operator.id,
      authTime,
      ...(Array.isArray(amr) && { amr: amr.map(String) }),
      returnTo,
    });
  });
}

describe("single sign-on by OpenID Connect, with a real provider", () => {
  let host: Host;
  let provider: Awaited<ReturnType<typeof startProvider>>;
  /** One browser, which has been at both. */
  let jar: CookieJar;

  before(async () => {
    host = await startHost({
      clock: { now: Date.now, advance: () => {} } as never,
      options: { strategies: [external({ signInUrl: "/sso" }), emailOtp()] },
    });
    provider = await startProvider(`${host.base}/sso/callback`);
    await mountSso(host, provider.issuer);
    await host.mfa.operators.add({ username: "anna", email: mailOf("anna") });
  });
  after(async () => {
    await provider.close();
    await host.close();
  });
  beforeEach(() => {
    jar = new CookieJar();
  });

  /** Follows redirects, whoever they lead to; the address where it ends, and what stands there. */
  async function visit(address: string) {
    let url = new URL(address, host.base);
    for (let hops = 0; hops < 15; hops++) {
      const answer = await send(url, {
        headers: {
          Accept: "text/html",
          "Sec-Fetch-Mode": "navigate",
          Cookie: jar.header(url),
          Host: url.host,
        },
      });
      for (const line of answer.headers["set-cookie"] ?? []) jar.take(line, url);
      if (answer.headers.location === undefined) return { url, answer };
      url = new URL(answer.headers.location, url);
    }
    throw new Error("Too many redirects");
  }
  const get = (path: string) => {
    const url = new URL(path, host.base);
    return send(url, { headers: { Accept: "application/json", Cookie: jar.header(url) } });
  };

  it("leads from a guarded page to the provider and back, and then asks for the second factor", async () => {
    const { url, answer } = await visit("/app/door");
    expect(url.origin + url.pathname, answer.text).to.equal(`${host.base}/mfa/`);
    expect(url.searchParams.get("returnTo")).to.equal("/app/door");
    expect((await get("/app")).status, "the provider's word alone").to.equal(401);
    const to = new URL("/mfa/challenge/email-otp/verify", host.base);
    const inside = await send(to, {
      method: "POST",
      headers: {
        Accept: "application/json",
        "Content-Type": "application/json",
        Origin: host.base,
        Cookie: jar.header(to),
      },
      body: JSON.stringify({ code: host.smtp.lastCode(mailOf("anna")) }),
    });
    expect(inside.json(), inside.text).to.include({ state: "signed-in" });
    for (const line of inside.headers["set-cookie"] ?? []) jar.take(line, to);
    const app = await get("/app");
    expect(app.json()).to.include({ username: "anna" });
    expect(app.json().amr).to.include("mfa");
  });

  it("takes no answer that it did not ask for, and nobody whom the host does not know", async () => {
    const { url, answer } = await visit("/sso?as=mallory");
    expect([url.pathname, answer.status]).to.deep.equal(["/sso/callback", 403]);
    jar = new CookieJar();
    expect((await visit("/sso/callback?code=x&state=y")).answer.status).to.equal(400);
    expect((await get("/app")).status).to.equal(401);
  });
});
