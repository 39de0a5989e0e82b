import { expect } from "chai";
import PostalMime from "postal-mime";
import type { Mail, Services } from "../../../lib/kit/index.js";
import { createSmtpMailer } from "../../../lib/mail/index.js";
import { emailOtp } from "../../../strategies/index.js";
import { anna, mailbox, servicesFor } from "../../suites/strategy-services.js";
import { startSmtp, type TestSmtp } from "../../support/smtp.js";

const strategy = emailOtp();
const random = { bytes: () => Buffer.alloc(0), digits: () => "012345" };

async function send(given: Partial<Services>): Promise<Mail> {
  const { mailer, mails } = mailbox();
  const services = servicesFor(strategy, { mailer, random, ...given });
  const email = services.operator.email ?? "";
  await (await strategy.challenge?.(services, { id: "address", own: { email } }))?.deliver?.();
  return mails[0] ?? { to: "", subject: "", text: "", html: "" };
}

describe("The mail with the code", () => {
  it("begins its subject with the code, where a phone shows it", async () => {
    expect((await send({})).subject).to.equal("012345 is your code for Net2");
  });

  it("says in plain text who it is for, the code on a line by itself, how long, and what to do if it was not you", async () => {
    const { text } = await send({});
    expect(text.split("\n")).to.include("012345");
    expect(text).to.match(/^Hello anna,/);
    expect(text).to.include("sign in to Net2").and.include("once, within 10 min");
    expect(text).to.include("do not give them this code").and.include("tell your system engineer");
  });

  it("says the same in HTML, light or dark, in the language of its words", async () => {
    const { text, html } = await send({ language: "sv" });
    expect(html).to.match(/^<!doctype html>\n<html lang="sv">/);
    expect(html).to.include('<meta name="color-scheme" content="light dark">');
    expect(html).to.not.match(/[^-]color:|background/);
    const { html: parsed } = await PostalMime.parse(`Content-Type: text/html; charset=utf-8\r\n\r\n${html}`);
    const paragraphs = [...(parsed ?? "").matchAll(/<p[^>]*>(.*)<\/p>/g)].map(([, said]) => said);
    expect(paragraphs).to.deep.equal(text.split("\n\n"));
  });

  it("has no link, no picture and no form, in neither", async () => {
    const { text, html } = await send({});
    expect(text + html).to.not.match(/https?:|www\.|<a\b|<img|<form|<script|<link|url\(/i);
  });

  it("writes names as they are: no markup, no template, no line of their own", async () => {
    const username = `<b>"a"&'{code}'</b>`;
    const { text, html, subject } = await send({
      operator: { ...anna, username },
      issuer: "<i>{username}</i>",
    });
    expect(text).to.include(`Hello ${username},`);
    expect(html).to.include("Hello &lt;b&gt;&quot;a&quot;&amp;&#39;{code}&#39;&lt;/b&gt;,");
    expect(html).to.not.match(/<[bi]>/);
    expect(subject).to.equal("012345 is your code for <i>{username}</i>");
  });

  describe("over SMTP", () => {
    let smtp: TestSmtp;
    beforeEach(async () => {
      smtp = await startSmtp();
    });
    afterEach(() => smtp.close());

    it("lets no name add a header, a recipient or a line", async () => {
      const mailer = createSmtpMailer({ smtp: smtp.url, from: "Net2 <net2@net2.example>" });
      const evil = "x\r\nBcc: evil@net2.example\r\n\r\n999999\r\n";
      await send({ mailer, operator: { ...anna, username: evil }, issuer: evil });
      mailer.close();
      const [mail] = smtp.mails;
      expect(mail?.to).to.deep.equal(["anna.lind@net2.example"]);
      const { headers, bcc } = await PostalMime.parse(mail?.raw ?? "");
      expect(bcc).to.equal(undefined);
      expect(headers.map(({ key }) => key)).to.not.include("bcc");
      expect(mail?.text.match(/^\d{6}$/gm)).to.deep.equal(["012345"]);
      expect(mail?.subject).to.match(/^012345 is your code for x Bcc: evil@net2\.example 999999/);
    });
  });
});
