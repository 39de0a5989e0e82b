import { expect } from "chai";
import type { AuditLine } from "../../lib/index.js";
import type { Authenticator } from "../support/authenticator.js";
import type { Browser } from "../support/browser.js";
import { readText } from "../support/forms.js";
import type { Host } from "../support/harness.js";
import { deviceAt, enrolPasskey, keptPasskeys, startPasskeyHost } from "../support/passkeys.js";
import { mailOf, signInByScript, stepUpByScript } from "../support/steps.js";
import { until } from "../support/until.js";

const hostile = [
  `<script src="//evil.example"></script>`,
  `"><img src=x onerror=alert(1)>`,
  `' autofocus onfocus='alert(1)`,
  "</h4></ul><form action=//evil>",
  "&lt;b&gt; &amp; &#60;",
  "{name} {when} {issuer} $& $1 $$",
  "=HYPERLINK(1)",
  "+1+1",
  "-2",
  "@SUM(A1)",
  "＝1+1",
];

describe("attacks with what a passkey is called", () => {
  let host: Host;
  let anna: Browser;
  let device: Authenticator;
  beforeEach(async () => {
    host = await startPasskeyHost();
    await host.addOperator("ella", { role: "engineer" });
    await host.addOperator("anna");
    anna = host.browser();
    await signInByScript(host, anna, "anna");
    device = deviceAt(host);
  });
  afterEach(() => host.close());

  const names = async () => (await keptPasskeys(anna)).map(({ name }) => name);
  const rename = async (name: unknown) => {
    const [first] = await keptPasskeys(anna);
    return anna.post(`/mfa/card/strategies/passkey/${first?.id}/name`, { name });
  };
  const mails = () => host.smtp.mailsTo(mailOf("anna")).filter(({ text }) => text.includes("Its name"));

  it("is text on pages, whatever it looks like, and stays what was typed", async () => {
    await enrolPasskey(anna, device, hostile[0]);
    for (const name of hostile) {
      expect((await rename(name)).status, name).to.equal(200);
      expect(await names()).to.deep.equal([name]);
      const page = await anna.open("/mfa/card");
      const [, heading = ""] = /class="list several">.*?<h4[^>]*>(.*?)<\/h4>/s.exec(page.text) ?? [];
      expect(heading, name).to.not.match(/<(?!\/?bdi)/);
      expect(readText(heading)).to.equal(name.replace(/\s+/g, " "));
      expect(page.text).to.not.match(
        /<img|<script src="\/\/evil|<form action=\/\/evil|<[a-z]+ [^>"]*"[^"]*" onfocus/,
      );
      const escaped = name.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
      expect(page.text, "in the field").to.include(`value="${escaped}"`);
      const remove = page.forms.find(({ action }) => action.endsWith("/remove"))?.buttons[0];
      expect(remove, name).to.include(name.replace(/\s+/g, " "));
    }
  });

  it("brings no line break, no turn of direction and nothing unseen, at the enrolment or later", async () => {
    const [cr, lf, tab, nul, esc] = ["\r", "\n", "\t", "\0", "\u001b"];
    const [override, isolate, mark, joiner, bom] = ["\u202e", "\u2066", "\u200f", "\u200b", "\ufeff"];
    const [line, paragraph, nextLine] = ["\u2028", "\u2029", "\u0085"];
    const signs = [cr, lf, tab, esc, override, isolate, mark, joiner, bom, line, paragraph, nextLine];
    const typed = `A${signs.join("")}B`;
    const enrolled = await enrolPasskey(anna, device, typed);
    expect(enrolled.status, enrolled.text).to.equal(200);
    expect(await names()).to.deep.equal(["A B"]);
    for (const sign of [...signs, nul, "\ud800"])
      expect((await rename(`A${sign}B`)).status, JSON.stringify(sign)).to.equal(422);
    expect(await names()).to.deep.equal(["A B"]);
  });

  it("can be seen: what shows nothing is none", async () => {
    const unseen = ["\u3164", "\u2800", "\u115f\u1160", "\uffa0", "\u00a0\u3000", "\ufe0f", "\u034f"];
    for (const name of unseen) {
      const named = await enrolPasskey(anna, deviceAt(host), name);
      expect(named.status, JSON.stringify(name)).to.equal(200);
      expect((await names()).at(-1), JSON.stringify(name)).to.match(/\p{L}/u);
      expect((await names()).at(-1)).to.not.equal(name);
    }
    for (const name of ["", " ", ...unseen])
      expect((await rename(name)).status, JSON.stringify(name)).to.equal(422);
  });

  it("is sixty signs at most, never half of one, and the same however its accents were typed", async () => {
    await enrolPasskey(anna, device, "Nyckel");
    for (const name of ["x".repeat(61), "😀".repeat(61), "a".repeat(100_000)])
      expect((await rename(name)).status).to.be.oneOf([413, 422]);
    const odd = `x${"😀".repeat(59)}`;
    expect((await rename(odd)).status).to.equal(200);
    expect(await names()).to.deep.equal([odd]);
    await enrolPasskey(anna, deviceAt(host), odd);
    expect((await names()).at(-1)).to.equal(odd);
    expect((await enrolPasskey(anna, deviceAt(host), `${odd}x`)).status).to.equal(422);
    // One letter that is three in the form that is kept.
    const wide = "\ufb2c".repeat(60);
    expect((await rename(wide)).status).to.equal(200);
    expect([...((await names())[0] ?? "")]).to.have.length(60);
    await rename("Blå nyckel".normalize("NFD"));
    expect((await names())[0]).to.equal("Blå nyckel".normalize("NFC"));
    await enrolPasskey(anna, deviceAt(host), "Röd nyckel".normalize("NFD"));
    expect((await names()).at(-1)).to.equal("Röd nyckel".normalize("NFC"));
  });

  it("is no sentence with a link in a warning by mail: no address, no markup, no header", async () => {
    const names = [
      `Not you? https://evil.example/undo`,
      "Bcc: thief@evil.example",
      `<a href="//evil.example">undo</a>`,
      "call +46 8 123 456, www.evil.example",
      "A\r\nBcc: thief@evil.example\r\n\r\nhi",
    ];
    for (const name of names) await enrolPasskey(anna, deviceAt(host), name);
    await until(() => mails().length === names.length, 5000);
    for (const { text, html, raw, to } of mails()) {
      expect(to).to.deep.equal([mailOf("anna")]);
      expect(raw.slice(0, raw.indexOf("\r\n\r\n"))).to.not.match(/evil|bcc/i);
      expect(text).to.not.match(/evil\.example|https?:|@evil|\+46|</);
      expect(html).to.not.match(/evil\.example|https?:\/\/evil|@evil|<a\b/);
    }
    expect(mails()[0]?.text).to.include("Its name: Not you https evil example undo");
  });

  it("is in the audit as it is, and runs in no spreadsheet", async () => {
    const lines: AuditLine[] = [];
    host.mfa.on("audit", (line) => lines.push(line));
    const names = [...hostile.slice(5), "X; role: operator -> engineer"];
    for (const name of names) await enrolPasskey(anna, deviceAt(host), name);
    const enrolled = () => lines.filter(({ type }) => type === "enrolled");
    await until(() => enrolled().length === names.length, 3000);
    expect(enrolled().map(({ details }) => details?.[0]?.after)).to.deep.equal(names);
    const ella = host.browser();
    await signInByScript(host, ella, "ella");
    await stepUpByScript(host, ella, "ella");
    const csv = (await ella.get("/mfa/audit/export.csv")).text.replace(/^\ufeff/, "");
    for (const row of csv.split("\r\n"))
      for (const cell of row.split(",")) expect(cell).to.not.match(/^"?[=+\-@＝＋－＠\t]/);
    expect(csv, "one detail, not two").to.include('-> ""X; role: operator -> engineer"""');
    const page = await ella.open("/mfa/audit");
    expect(page.text).to.not.match(/<script src="\/\/|<img/);
  });
});
