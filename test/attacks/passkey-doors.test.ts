import { expect } from "chai";
import type { Authenticator } from "../support/authenticator.js";
import type { Browser } from "../support/browser.js";
import { type Host, operatorPassword } from "../support/harness.js";
import type { Answer } from "../support/http.js";
import {
  answerPasskey,
  deviceAt,
  enrolPasskey,
  keptPasskeys,
  signInAlone,
  startPasskeyHost,
} from "../support/passkeys.js";
import { createApp, formTo, signInByScript, stepUpByScript } from "../support/steps.js";

const acts = ["name", "remove"] as const;

describe("attacks on the doors of one passkey: its name, and its removal", () => {
  let host: Host;
  let anna: Browser;
  let phone: Authenticator;
  let laptop: Authenticator;
  let id: string;
  beforeEach(async () => {
    host = await startPasskeyHost();
    await host.addOperator("anna");
    anna = host.browser();
    await signInByScript(host, anna, "anna");
    [phone, laptop] = [deviceAt(host), deviceAt(host)];
    await enrolPasskey(anna, phone, "Phone");
    await enrolPasskey(anna, laptop, "Laptop");
    id = await idOf("Phone");
  });
  afterEach(() => host.close());

  const idOf = async (name: string, browser = anna) =>
    (await keptPasskeys(browser)).find((kept) => kept.name === name)?.id ?? "";
  const door = (act: (typeof acts)[number], credential = id, strategy = "passkey") =>
    `/mfa/card/strategies/${strategy}/${credential}/${act}`;
  const unchanged = async () =>
    expect((await keptPasskeys(anna)).map(({ name }) => name)).to.deep.equal(["Phone", "Laptop"]);

  for (const act of acts) {
    describe(act, () => {
      const json = { Accept: "application/json", "Content-Type": "application/json" };
      const form = { Accept: "application/json", "Content-Type": "application/x-www-form-urlencoded" };
      const body = JSON.stringify({ name: "Taken" });
      const send = (headers: Record<string, string>, text = body, method = "POST", path = door(act)) =>
        anna.request(path, { method, headers, body: text });

      it("takes nothing from another site, or from where nobody can say", async () => {
        const own = { Origin: host.base };
        const sent = [
          json,
          { ...json, Origin: "https://evil.example" },
          { ...json, Origin: "null" },
          { ...json, Origin: `${host.base}.evil.example` },
          { ...json, Origin: host.base.replace("http:", "https:") },
          { ...json, ...own, "Sec-Fetch-Site": "cross-site" },
          { ...json, ...own, "Sec-Fetch-Site": "same-site" },
          { ...json, ...own, "Sec-Fetch-Site": "none" },
          { ...json, "X-Forwarded-Host": "evil.example", Origin: "http://evil.example" },
        ];
        for (const headers of sent)
          expect((await send(headers)).status, JSON.stringify(headers)).to.equal(403);
        await unchanged();
      });

      it("takes no form without its token, nor with that of another browser or another operator", async () => {
        await host.addOperator("erik");
        const erik = host.browser();
        await signInByScript(host, erik, "erik");
        const tokenOf = async (browser: Browser) =>
          (await browser.open("/mfa/card")).forms.find(({ method }) => method === "post")?.fields._csrf ?? "";
        const [theirs, mine] = [await tokenOf(erik), await tokenOf(anna)];
        const fields = (_csrf?: string) =>
          new URLSearchParams({ name: "Taken", ...(_csrf !== undefined && { _csrf }) }).toString();
        const headers = { ...form, Origin: host.base };
        for (const token of [undefined, "", theirs, `${mine}x`, mine.slice(1)])
          expect((await send(headers, fields(token))).status, String(token)).to.equal(403);
        expect((await send(headers, `${fields(mine)}&_csrf=${mine}`)).status, "twice").to.equal(403);
        await unchanged();
        expect((await send(headers, fields(mine))).status).to.equal(303);
      });

      it("takes no other kind of body, and no other method, whatever a header or a field calls it", async () => {
        const own = { Accept: "application/json", Origin: host.base };
        for (const type of [
          "text/plain",
          "multipart/form-data; boundary=x",
          "application/xml",
          "application/json5",
          "text/json",
        ])
          expect((await send({ ...own, "Content-Type": type })).status, type).to.equal(415);
        for (const method of ["GET", "HEAD", "PUT", "PATCH", "DELETE"]) {
          const override = {
            "X-HTTP-Method-Override": "POST",
            "X-HTTP-Method": "POST",
            "X-Method-Override": "POST",
          };
          const answer = await anna.request(`${door(act)}?_method=POST`, {
            method,
            headers: { ...json, ...own, ...override },
          });
          expect(answer.status, method).to.equal(405);
          expect(answer.headers.allow).to.equal("POST");
        }
        await unchanged();
      });

      it("finds nothing where there is nothing of the one who asks", async () => {
        await host.addOperator("erik");
        const erik = host.browser();
        await signInByScript(host, erik, "erik");
        await enrolPasskey(erik, deviceAt(host), "Erik's");
        const theirs = await idOf("Erik's", erik);
        const none = [
          theirs,
          phone.id,
          "nothing",
          "__proto__",
          "constructor",
          "toString",
          "0",
          "%00",
          "%2e%2e",
          "..%2f..%2foperators",
          `${id}%2f`,
          `${id}%20`,
          `%20${id}`,
          id.toUpperCase() === id ? id.toLowerCase() : id.toUpperCase(),
          encodeURIComponent("’; DROP TABLE mfa"),
          "x".repeat(4000),
        ];
        for (const one of none)
          expect((await anna.post(door(act, one), { name: "Taken" })).status, one).to.equal(404);
        for (const strategy of ["email-otp", "totp", "password", "recovery-code", "nothing", "__proto__"])
          expect((await anna.post(door(act, id, strategy), { name: "Taken" })).status, strategy).to.equal(
            404,
          );
        for (const broken of ["%", "%zz", "%c3%28"])
          expect(
            (
              await anna.request(door(act, broken), {
                method: "POST",
                headers: { ...json, Origin: host.base },
              })
            ).status,
          ).to.equal(404);
        await unchanged();
        expect((await keptPasskeys(erik)).map(({ name }) => name)).to.deep.equal(["Erik's"]);
      });

      it("is shut to a stranger, a sign-in under way, a service key and a bearer beside a cookie", async () => {
        expect((await host.browser().post(door(act), { name: "Taken" })).status).to.equal(401);
        const pending = host.browser();
        await pending.post("/mfa/sign-in", { username: "anna", password: operatorPassword });
        expect((await pending.post(door(act), { name: "Taken" })).status).to.equal(401);
        expect((await createApp(host, "a.b.c").post(door(act), { name: "Taken" })).status).to.equal(401);
        const both = { ...json, Origin: host.base, Authorization: "Bearer a.b.c" };
        expect((await send(both)).status).to.be.oneOf([400, 401]);
        await unchanged();
      });

      it("leads nowhere else, whatever is sent along", async () => {
        const token =
          (await anna.open("/mfa/card")).forms.find(({ method }) => method === "post")?.fields._csrf ?? "";
        for (const returnTo of [
          "//evil.example",
          "/\\evil.example",
          "https://evil.example",
          "/\t/evil.example",
        ]) {
          const path = `${door(act)}?returnTo=${encodeURIComponent(returnTo)}&next=${encodeURIComponent(returnTo)}`;
          const fields = new URLSearchParams({ name: "Phone", _csrf: token, returnTo }).toString();
          const page = { ...form, Accept: "text/html", Origin: host.base, "Sec-Fetch-Mode": "navigate" };
          const answer = await anna.request(path, { method: "POST", headers: page, body: fields });
          expect(String(answer.headers.location ?? ""), answer.text.slice(0, 200)).to.match(/^\/mfa\/|^$/);
          expect(answer.text).to.not.include("evil.example");
        }
      });
    });
  }

  it("removes nothing without a fresh proof of the strongest, and tells nobody without one what there is", async () => {
    host.clock.advance(5 * 60_000 + 1);
    for (const one of [id, "nothing"])
      expect((await anna.post(door("remove", one))).json(), one).to.include({ code: "ERR_MFA_STEP_UP" });
    await stepUpByScript(host, anna, "anna");
    expect((await anna.post(door("remove"))).json(), "a mailbox").to.include({ code: "ERR_MFA_STEP_UP" });
    await answerPasskey(anna, laptop);
    host.clock.advance(5 * 60_000 + 1);
    expect((await anna.post(door("remove"))).json(), "stale").to.include({ code: "ERR_MFA_STEP_UP" });
    await unchanged();
    await answerPasskey(anna, laptop);
    expect((await anna.post(door("remove"))).status).to.equal(200);
  });

  it("takes what a trusted browser remembers for no fresh proof", async () => {
    await host.mfa.policy.change({ reauthDays: 30 });
    const browser = host.browser();
    const enter = () => browser.post("/mfa/sign-in", { username: "anna", password: operatorPassword });
    await enter();
    const started = (await browser.post("/mfa/challenge/passkey")).json().sent as {
      data: { options: never };
    };
    const response = JSON.stringify(laptop.get(started.data.options));
    await browser.post("/mfa/challenge/passkey/verify", { response, trust: true });
    await browser.post("/mfa/sign-out");
    expect((await enter()).json()).to.include({ state: "signed-in" });
    expect((await browser.post(door("remove"))).json()).to.include({ code: "ERR_MFA_STEP_UP" });
    await unchanged();
  });

  it("goes back on this origin only, from a step-up that a passkey passes", async () => {
    for (const returnTo of [
      "//evil.example",
      "/\\evil.example",
      "https:evil.example",
      "/%09/evil.example",
      "/a\n/evil",
      "\t//evil.example",
      "/.//evil.example",
    ]) {
      const page = await anna.open(
        `/mfa/?need=fresh&strategy=passkey&returnTo=${encodeURIComponent(returnTo)}`,
      );
      expect(page.text, returnTo).to.not.include("evil");
      const started = (await anna.post("/mfa/challenge/passkey")).json().sent as { data: { options: never } };
      const response = JSON.stringify(laptop.get(started.data.options));
      const token =
        formTo(page, "/sign-out")?.fields._csrf ??
        page.forms.find(({ method }) => method === "post")?.fields._csrf ??
        "";
      const answer = await anna.request("/mfa/challenge/passkey/verify", {
        method: "POST",
        headers: {
          Accept: "text/html",
          "Sec-Fetch-Mode": "navigate",
          "Content-Type": "application/x-www-form-urlencoded",
          Origin: host.base,
        },
        body: new URLSearchParams({ _csrf: token, response, returnTo }).toString(),
      });
      expect(answer.status, returnTo).to.equal(303);
      expect(String(answer.headers.location), returnTo).to.match(/^\/mfa\//);
    }
  });

  describe("many at once", () => {
    const at = (n: number, make: () => Promise<Answer>) => Promise.all(Array.from({ length: n }, make));

    it("take away the last but one, never the last that the policy needs", async () => {
      await host.mfa.policy.change({ strategies: ["passkey"] });
      const ids = [id, await idOf("Laptop")];
      const sessions = Array.from({ length: 8 }, () => host.browser());
      for (const [n, browser] of sessions.entries()) await signInAlone(browser, n % 2 === 0 ? phone : laptop);
      // Each removes the one that opened it: whichever goes first, the other's sessions are good still.
      let turn = 0;
      const all = await at(20, () => {
        const n = turn++;
        return sessions[n % 8]?.post(door("remove", ids[n % 2])) as Promise<Answer>;
      });
      expect(all.filter(({ status }) => status === 200)).to.have.length(1);
      expect(all.filter(({ status }) => status === 422)).to.have.length(10);
      // Of the two one is left, and lets its owner in.
      const results = [await signInAlone(host.browser(), phone), await signInAlone(host.browser(), laptop)];
      expect(results.filter(({ status }) => status === 200)).to.have.length(1);
    });

    it("take each away once where another factor stays, and the session that is left over by it is out", async () => {
      const ids = [id, await idOf("Laptop")];
      let turn = 0;
      const all = await at(20, () => anna.post(door("remove", ids[turn++ % 2])));
      expect(all.filter(({ status }) => status === 200)).to.have.length.within(1, 2);
      for (const { status } of all) expect(status).to.be.oneOf([200, 401, 404]);
      const browser = host.browser();
      expect((await signInByScript(host, browser, "anna")).json()).to.include({ state: "signed-in" });
      const left = await keptPasskeys(browser);
      expect(left.length + all.filter(({ status }) => status === 200).length).to.equal(2);
    });

    it("give it one of the names, and bring none back that was removed meanwhile", async () => {
      let turn = 0;
      const named = await at(20, () => anna.post(door("name"), { name: `Name ${turn++}` }));
      expect(named.every(({ status }) => status === 200)).to.equal(true);
      const [first] = await keptPasskeys(anna);
      expect(first?.name).to.match(/^Name \d+$/);
      turn = 0;
      const mixed = await at(20, () =>
        turn++ === 10 ? anna.post(door("remove")) : anna.post(door("name"), { name: "Again" }),
      );
      for (const { status } of mixed) expect(status).to.be.oneOf([200, 404]);
      expect((await keptPasskeys(anna)).map(({ name }) => name)).to.deep.equal(["Laptop"]);
      expect((await signInAlone(host.browser(), phone)).status).to.equal(401);
    });
  });
});
