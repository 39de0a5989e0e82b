import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "chai";
import { Browser } from "./browser.js";

const page = `<!doctype html><p>Tom &amp; Jerry</p>
<form method="post" action="/take"><input type="hidden" name="_csrf" value="a&quot;b">
<input name="code" value=""><input type="checkbox" name="trust" value="yes"><button>Go</button></form>`;

describe("Browser", () => {
  let server: Server;
  let via: string;
  let seen: {
    method: string | undefined;
    path: string | undefined;
    headers: IncomingMessage["headers"];
    body: string;
  }[];
  before(async () => {
    server = createServer(async (req, res) => {
      let body = "";
      for await (const chunk of req) body += chunk;
      seen.push({ method: req.method, path: req.url, headers: req.headers, body });
      res.setHeader("Set-Cookie", "__Host-seen=1; Secure; Path=/");
      if (req.url === "/take") res.writeHead(303, { Location: "/done?x=1" });
      res.end(req.url === "/form" ? page : "{}");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    via = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  beforeEach(() => {
    seen = [];
  });
  after(() => server.close());

  it("navigates as a person does: a page, no origin, no site before", async () => {
    const opened = await new Browser("https://net2.example.com", { via }).open("/form");
    expect(seen[0]?.headers).to.include({
      host: "net2.example.com",
      "sec-fetch-mode": "navigate",
      "sec-fetch-site": "none",
    });
    expect(seen[0]?.headers).not.to.have.property("origin");
    expect(opened.words).to.equal("Tom & Jerry Go");
  });

  it("submits the hidden fields and what was typed, with its origin, and follows a 303 by GET", async () => {
    const browser = new Browser("https://net2.example.com", { via });
    const opened = await browser.open("/form");
    const done = await browser.submit(opened, opened.forms[0], { code: "123456" });
    expect(seen[1]).to.include({ method: "POST", body: "_csrf=a%22b&code=123456" });
    expect(seen[1]?.headers).to.include({
      origin: "https://net2.example.com",
      referer: "https://net2.example.com/form",
      "sec-fetch-site": "same-origin",
      cookie: "__Host-seen=1",
    });
    expect(seen[2]).to.include({ method: "GET", path: "/done?x=1", body: "" });
    expect(done.url.href).to.equal("https://net2.example.com/done?x=1");
  });

  it("posts JSON as a script of the same origin does", async () => {
    const answer = await new Browser("https://net2.example.com", { via }).post("/x", { code: "1" });
    expect(seen[0]?.headers).to.include({
      origin: "https://net2.example.com",
      "content-type": "application/json",
      "sec-fetch-mode": "cors",
    });
    expect(answer.json()).to.deep.equal({});
  });

  it("says what stands on the page where a form was expected", () => {
    const browser = new Browser("https://net2.example.com", { via });
    return browser.open("/x").then((opened) => {
      expect(() => browser.submit(opened, opened.forms[0])).to.throw(/no such form on \/x/);
    });
  });
});
