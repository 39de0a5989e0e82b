import { gzipSync } from "node:zlib";
import { expect } from "chai";
import type { Browser } from "../support/browser.js";
import { type Host, operatorPassword, startHost } from "../support/harness.js";
import type { Answer } from "../support/http.js";
import type { Document } from "../support/openapi.js";
import { routesOf } from "../support/routes.js";
import { enrolApp, formTo, mailOf, signInByScript } from "../support/steps.js";
import { wrongBodies } from "../support/wrong-bodies.js";

const ids = ["password", "email-otp", "totp"];
const megabyte = "x".repeat(1_000_000);
const deep = `${"[".repeat(8000)}${"]".repeat(8000)}`;

/** Bodies that are none, whatever the route, with the status that each must get. */
const noBodies: readonly (readonly [
  what: string,
  body: string | Buffer,
  headers: Record<string, string>,
  status: number,
])[] = [
  ["an array", "[]", {}, 400],
  ["an array of objects", '[{"code":"1"}]', {}, 400],
  ["a number", "1", {}, 400],
  ["null", "null", {}, 400],
  ["a text", '"x"', {}, 400],
  ["broken JSON", '{"code":', {}, 400],
  ["bytes that are no UTF-8 JSON", Buffer.from([0xff, 0xfe, 0x00]), {}, 400],
  ["deep arrays", deep, {}, 400],
  ["one megabyte", JSON.stringify({ code: megabyte, username: megabyte, password: megabyte }), {}, 413],
  ["plain text", "code=1", { "Content-Type": "text/plain" }, 415],
  ["multipart", "--x\r\n\r\n--x--", { "Content-Type": "multipart/form-data; boundary=x" }, 415],
  ["XML", "<a/>", { "Content-Type": "application/xml" }, 415],
  ["a body without a type", "{}", { "Content-Type": "" }, 415],
  ["a character set that is not known", "{}", { "Content-Type": "application/json; charset=utf-99" }, 415],
  ["an encoding that is not known", "{}", { "Content-Encoding": "rot13" }, 415],
  ["an encoding that is not so", "{}", { "Content-Encoding": "gzip" }, 400],
  ["a bomb", gzipSync(Buffer.alloc(5_000_000, 0x20)), { "Content-Encoding": "gzip" }, 413],
];

/** Values that no field takes. */
const noValues: readonly (readonly [what: string, json: string])[] = [
  ["null", "null"],
  ["a number", "123456"],
  ["an object", '{"toString":"x"}'],
  ["an array", '["a"]'],
  ["NUL", '"a\\u0000b"'],
  ["half a character", '"\\ud800"'],
  ["half a character, the other half", '"a\\udc00"'],
  ["thousands of characters", JSON.stringify("y".repeat(20_000))],
  ["deep arrays", deep],
];

/** Values that no parameter of a path or a query takes, as they stand in an address. */
const noParameters = [
  "%00",
  "%0d%0aSet-Cookie:%20x=1",
  "%ed%a0%80",
  "%E0%A4%A",
  "__proto__",
  "-1",
  "9".repeat(400),
  "z".repeat(5000),
];

/**
 * Members that no client here is ever asked for: before them comes a code, or a step that has no place where the first factor is
 * a password.
 */
const neverJudged = /^\/mfa\/(setup|forgot\/verify password$|challenge\/password\/verify )/;

describe("malformed requests", () => {
  let host: Host;
  let pending: Browser;
  let withApp: Browser;
  let session: Browser;
  let document: Document;
  let subject: string;

  before(async () => {
    host = await startHost({ mode: "either" });
    await host.addOperator("anna", { role: "engineer" });
    ({ id: subject } = await host.addOperator("bo"));
    session = host.browser();
    withApp = host.browser();
    await host.addOperator("cleo");
    await signInByScript(host, withApp, "cleo");
    await enrolApp(host, withApp);
    await withApp.post("/mfa/sign-in", { username: "cleo", password: operatorPassword });
    await withApp.post("/mfa/challenge/totp");
    document = (await session.get("/mfa/openapi.json")).json() as unknown as Document;
    await signInByScript(host, session, "anna");
    await session.post("/mfa/enrol/totp");
    host.clock.advance(60_000);
    pending = host.browser();
    await pending.post("/mfa/sign-in", { username: "anna", password: operatorPassword });
    await pending.post("/mfa/challenge/email-otp");
  });
  after(() => host.close());

  /** Every address of the document that takes a post. */
  const posts = () =>
    Object.entries(document.paths)
      .filter(([, { post }]) => post !== undefined)
      .flatMap(([path]) => ids.map((id) => address(path, id)))
      .filter((path, at, all) => all.indexOf(path) === at);
  const address = (path: string, strategy = "totp") =>
    path.replace("{id}", subject).replace("{client}", "x").replace("{strategy}", strategy);
  const clients = () => [
    ["nobody", host.browser()] as const,
    ["a pending sign-in", pending] as const,
    ["a pending sign-in with an app", withApp] as const,
    ["a session", session] as const,
  ];

  async function unchanged(what: string, work: () => Promise<void>): Promise<void> {
    const before = await host.state();
    await work();
    expect(await host.state(), what).to.deep.equal(before);
  }

  function expectProblem(answer: Answer, what: string, status?: number): void {
    if (status !== undefined) expect(answer.status, what).to.equal(status);
    expect(answer.status, what).to.be.within(400, 499);
    expect(answer.headers["content-type"], what).to.equal("application/problem+json; charset=utf-8");
    const problem = answer.json();
    expect(problem.status, what).to.equal(answer.status);
    expect(problem.code, what).to.match(/^ERR_MFA_[A-Z_]+$/);
    expect(answer.text, what).not.to.match(/node_modules|\.ts:|\.js:| {4}at /);
  }

  const post = (
    browser: Browser,
    path: string,
    body: string | Buffer,
    headers: Record<string, string> = {},
  ) =>
    browser.request(path, {
      method: "POST",
      body,
      headers: {
        "Content-Type": "application/json",
        Origin: host.base,
        "Sec-Fetch-Site": "same-origin",
        ...headers,
      },
    });

  it("finds the routes to try", () => {
    expect(posts()).to.include.members([
      ...["/mfa/sign-in", "/mfa/sign-out", "/mfa/challenge/totp", "/mfa/challenge/totp/verify"],
      `/mfa/operators/${subject}`,
    ]);
  });

  for (const [what, body, headers, status] of noBodies) {
    it(`get ${status} for ${what} on every route, and change nothing`, async () => {
      await unchanged(what, async () => {
        for (const path of posts()) {
          for (const [who, browser] of clients()) {
            const answer = await post(browser, path, body, headers);
            // Who may not come in at all, or has something else to do first, may be told that instead.
            const other = [401, 404, 409].includes(answer.status) ? answer.status : status;
            // The one route that takes a file.
            const isRoomy = path.endsWith("/import") && answer.status === 422 && body.length < 4_000_000;
            if (isRoomy) expectProblem(answer, path);
            else expectProblem(answer, `${path} as ${who}`, other);
          }
        }
      });
    });
  }

  for (const [what, json] of noValues) {
    it(`are refused with ${what} in any one member that the OpenAPI document has, and change nothing`, async () => {
      await unchanged(what, async () => {
        const bodies = wrongBodies(document, json, { password: operatorPassword });
        expect(bodies.length).to.be.above(30);
        let tries = 0;
        const judged = new Set<string>();
        for (const { path, name, json: body } of bodies) {
          for (const [who, browser] of clients()) {
            // Each from an address of its own: wrong codes have their budget there.
            const from = { "X-Forwarded-For": `192.0.2.${tries++ % 250}` };
            const answer = await post(browser, address(path), body, from);
            if (answer.status === 422) judged.add(`${path} ${name}`);
            // Whoever may not, or has another step to take, may be told that instead.
            const other = path !== "/mfa/sign-in" && [401, 404, 409].includes(answer.status);
            expectProblem(answer, `${path}, ${name}, as ${who}`, other ? undefined : 422);
          }
        }
        const wanted = bodies.map(({ path, name }) => `${path} ${name}`);
        expect(wanted.filter((one) => !judged.has(one) && !neverJudged.test(one))).to.deep.equal([]);
      });
    });
  }

  it("in a path of the document are a 4xx, whatever stands for its parameter", async () => {
    await unchanged("paths", async () => {
      for (const [path, operations] of Object.entries(document.paths).filter(([one]) => one.includes("{"))) {
        for (const value of noParameters) {
          const there = path.replace(/\{\w+\}/g, value);
          for (const method of Object.keys(operations).map((name) => name.toUpperCase())) {
            const answer = await session.request(there, {
              method,
              headers: {
                ...{ Accept: "application/json", Origin: host.base },
                ...(method === "POST" && { "Content-Type": "application/json" }),
              },
              ...(method === "POST" && { body: "{}" }),
            });
            expectProblem(answer, `${method} ${there.slice(0, 100)}`);
          }
        }
      }
    });
    expect(host.faults).to.deep.equal([]);
  });

  it("in a query of the document are no fault of ours, and change nothing", async () => {
    let tries = 0;
    await unchanged("queries", async () => {
      for (const [path, { get }] of Object.entries(document.paths))
        for (const { name, in: place } of get?.parameters ?? [])
          for (const value of [...noParameters, `x&${name}=y`, ""]) {
            if (place !== "query") continue;
            tries++;
            const answer = await session.request(`${address(path)}?${name}=${value}`, {
              headers: { Accept: "application/json" },
            });
            expect(answer.status, `${path} ${name}=${value.slice(0, 30)}`).to.be.below(500);
            expect(answer.text).not.to.match(/node_modules| {4}at /);
          }
    });
    expect(tries).to.be.above(100);
    expect(host.faults).to.deep.equal([]);
  });

  it("are refused as forms too, with the page's own token", async () => {
    const signedOut = host.browser();
    const page = await signedOut.open("/mfa/");
    const card = await session.open("/mfa/card");
    const wrong: readonly [string, string][] = [
      ["username=a%00b&password=x", "NUL"],
      ["username[]=a&username[]=b", "lists"],
      [`username=${"u".repeat(5000)}&password=x`, "a long name"],
      ["password=x", "a field that is missing"],
      ["", "nothing"],
    ];
    const encoded = { "Content-Type": "application/x-www-form-urlencoded" };
    await unchanged("forms", async () => {
      for (const [fields, what] of wrong) {
        const token = encodeURIComponent(formTo(page, "/sign-in")?.fields._csrf ?? "");
        const answer = await post(signedOut, "/mfa/sign-in", `_csrf=${token}&${fields}`, encoded);
        expect(answer.status, what).to.equal(422);
        expect(answer.headers["content-type"], what).to.match(/^text\/html/);
      }
    });
    const token = encodeURIComponent(formTo(page, "/sign-in")?.fields._csrf ?? "");
    const garbage = await post(
      signedOut,
      "/mfa/sign-in",
      `_csrf=${token}&username=%E0%A4%A&password=%`,
      encoded,
    );
    expect(garbage.status, "percent garbage is a name that nobody has").to.equal(401);
    await unchanged("forms in a session", async () => {
      const token = encodeURIComponent(formTo(card, "/sign-out")?.fields._csrf ?? "");
      for (const path of ["/mfa/sign-out", "/mfa/card/password", "/mfa/challenge/email-otp/verify"]) {
        const fields = `_csrf=${token}&everywhere=perhaps&password=%00&code=%00&trust=perhaps`;
        const answer = await post(session, path, fields, encoded);
        expect(answer.status, path).to.be.within(400, 499);
        expect(answer.headers["content-type"], path).to.match(/^text\/html/);
      }
      const many = Array.from({ length: 60 }, (_, index) => `f${index}=1`).join("&");
      expect((await post(session, "/mfa/sign-out", `_csrf=${token}&${many}`, encoded)).status).to.equal(413);
      const large = await post(session, "/mfa/sign-out", `_csrf=${token}&a=${megabyte}`, encoded);
      expect(large.status).to.equal(413);
    });
  });

  it("with members that Object has by itself are only unknown members", async () => {
    for (const body of ['{"__proto__":{"code":"1"}}', '{"constructor":{"prototype":{"code":"1"}}}']) {
      expectProblem(await post(pending, "/mfa/challenge/email-otp/verify", body), body, 422);
    }
    expect(({} as { code?: unknown }).code).to.equal(undefined);
  });

  it("by another method get 405 with Allow on every route", async () => {
    await unchanged("methods", async () => {
      for (const { path, methods } of routesOf(host.mfa.router)) {
        const address = `/mfa${path.replace(":strategy", "totp")}`;
        const [get, post] = [methods.includes("get"), methods.includes("post")];
        const allowed = [...(get ? ["GET, HEAD"] : []), ...(post ? ["POST"] : [])].join(", ");
        const others = [
          ...["PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND"],
          ...(get ? [] : ["GET"]),
          ...(post ? [] : ["POST"]),
        ];
        for (const method of others) {
          const answer = await session.request(address, { method, headers: { Accept: "application/json" } });
          expectProblem(answer, `${method} ${address}`, 405);
          expect(answer.headers.allow).to.equal(allowed);
        }
      }
    });
  });

  it("at an address where there is nothing get 404", async () => {
    const nowhere = [
      "/mfa/nothing",
      "/mfa/challenge",
      "/mfa/challenge/sms",
      "/mfa/challenge/sms/verify",
      "/mfa/challenge/__proto__",
      "/mfa/challenge/constructor/verify",
      "/mfa/enrol/sms",
      "/mfa/enrol/sms/verify",
      "/mfa/card/sms.png",
      "/mfa/assets/../card",
    ];
    await unchanged("addresses", async () => {
      for (const path of nowhere) {
        const method = path.startsWith("/mfa/card") || path.startsWith("/mfa/assets") ? "GET" : "POST";
        const answer = await session.request(path, {
          method,
          headers: { Origin: host.base, Accept: "application/json" },
        });
        if (answer.status === 200)
          expect(path).to.equal("/mfa/assets/../card"); // the client's URL has no ".."
        else expectProblem(answer, path, 404);
      }
    });
  });

  it("with percent garbage in the path are a 4xx of ours, without a word about the inside", async () => {
    const { request } = await import("node:http");
    for (const path of [
      "/mfa/challenge/%E0%A4%A",
      "/mfa/%",
      "/mfa/card/%zz.png",
      "/mfa/enrol/%00",
      "/mfa//card",
      "/mfa/challenge/%2e%2e/verify",
    ]) {
      const answer = await new Promise<{ status: number; type: string; text: string }>((resolve, reject) => {
        const req = request(host.via, { path, method: "POST", headers: { Origin: host.base } }, (res) => {
          let text = "";
          res.setEncoding("utf8").on("data", (chunk: string) => {
            text += chunk;
          });
          res.once("end", () =>
            resolve({ status: res.statusCode ?? 0, type: res.headers["content-type"] ?? "", text }),
          );
        });
        req.once("error", reject);
        req.end();
      });
      expect(answer.status, path).to.be.within(400, 499);
      expect(answer.type, path).to.equal("application/problem+json; charset=utf-8");
      expect(answer.text, path).not.to.match(/node_modules|URIError| at /);
    }
  });

  it("in headers, cookies and the query are no fault of ours", async () => {
    const strange: readonly (readonly [string, Record<string, string>])[] = [
      ["/mfa/?returnTo=%00&need=fresh&strategy=%ff&enrol=__proto__&anyOf=,,,&anyOf=x", {}],
      ["/mfa/?%E0%A4%A=%", {}],
      ["/mfa/", { Accept: `${"a/b;q=x,".repeat(500)}text/html;q=banana` }],
      ["/mfa/", { Cookie: "=; ;;=x; mfa=%E0%A4%A; __proto__=1" }],
      ["/mfa/", { Cookie: `a=${"b".repeat(7000)}` }],
      ["/mfa/", { Authorization: "Basic YTpi" }],
      ["/mfa/", { Authorization: "Bearer" }],
      ["/mfa/", { "X-Forwarded-For": "not an address, <script>" }],
      ["/app", { Referer: "http://[", Accept: "text/html" }],
    ];
    for (const [path, headers] of strange) {
      const answer = await host.browser().request(path, { headers });
      expect(answer.status, path).to.be.below(500);
    }
    expect(host.faults).to.deep.equal([]);
  });
});

describe("malformed requests to a system that is being set up", () => {
  let host: Host;
  let document: Document;
  beforeEach(async () => {
    host = await startHost({ isNew: true });
    document = (await host.browser().get("/mfa/openapi.json")).json() as unknown as Document;
  });
  afterEach(() => host.close());

  const given = () => ({
    ...{ setupCode: host.setups.at(-1)?.code ?? "", mode: "email" },
    ...{ username: "ella", password: operatorPassword, email: mailOf("ella") },
  });

  for (const [what, json] of noValues)
    it(`are refused with ${what} in any one member that the OpenAPI document has, and set nothing up`, async () => {
      const nobody = host.browser();
      const begun = host.browser();
      const send = async (browser: Browser, wanted: string) => {
        const before = await host.state();
        const bodies = wrongBodies(document, json, given()).filter(({ path }) => path === wanted);
        expect(bodies.length).to.be.above(0);
        for (const { name, json: body } of bodies) {
          const headers = {
            Accept: "application/json",
            "Content-Type": "application/json",
            Origin: host.base,
          };
          const answer = await browser.request(wanted, { method: "POST", headers, body });
          // Before the code is right nothing is said of the rest.
          const status = name === "setupCode" ? 401 : 422;
          expect([answer.status, answer.json().status], `${name}: ${answer.text}`).to.deep.equal([
            status,
            status,
          ]);
        }
        expect(await host.state()).to.deep.equal(before);
      };
      await send(nobody, "/mfa/setup");
      expect((await begun.post("/mfa/setup", { ...given(), acknowledge: true })).status).to.equal(200);
      await send(begun, "/mfa/setup/mode");
      expect(host.faults).to.deep.equal([]);
    });
});
