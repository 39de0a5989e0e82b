import { expect } from "chai";
import PostalMime from "postal-mime";
import type { Mail, Mailer } from "../../../lib/contract/index.js";
import type { Services } from "../../../lib/kit/index.js";
import { moment } from "../../../lib/kit/index.js";
import { createSmtpMailer } from "../../../lib/mail/index.js";
import { mailbox, servicesFor } from "../../../lib/testing/index.js";
import { anna, noon } from "../../../lib/testing/strategy-services.js";
import { emailOtp } from "../../../strategies/index.js";
import { startSmtp, type TestSmtp } from "../../support/smtp.js";

const strategy = emailOtp();
const random = { bytes: () => Buffer.alloc(0), digits: () => "012345" };

async function send(given: Partial<Services> & { readonly mailer?: Mailer }): Promise<Mail> {
  const { mailer, mails } = mailbox();
  const services = servicesFor(strategy, { mailer, random, ...given });
  const email = services.operator.email ?? "";
  const held = { id: "address", own: { email } };
  await (await strategy.challenge?.(services, held, [held]))?.deliver?.();
  return mails[0] ?? { to: "", subject: "", text: "", html: "" };
}

describe("The mail with the code", () => {
  it("begins its subject with the code, where a phone shows it", async () => {
    expect((await send({})).subject).to.equal("012345 is your code for Net2");
  });

  it("says in plain text whom it is for, the code on a line by itself, how long, when and from where, and what to do if it was not you", async () => {
    const { text } = await send({ client: "Firefox on Windows", address: "192.0.2.7" });
    expect(text).to.equal(`Hello Anna Lind,

Enter this code where Net2 asks for it:

012345

Asked for: ${moment("en", noon)}
From: Firefox on Windows, 192.0.2.7

It works once, within 10 minutes. Nobody from Net2 will ever ask you for it.

If that was not you, somebody knows your password: give nobody this code, change your password, and tell a system engineer.
`);
  });

  it("leaves out from where it was asked for where nobody can say", async () => {
    expect((await send({})).text)
      .to.include("Asked for: ")
      .and.not.include("From:");
  });

  it("is in the reader's language, dates as well", async () => {
    const { subject, text, html } = await send({
      language: "sv",
      words: strategy.messages.sv ?? strategy.messages.en,
    });
    expect(subject).to.equal("012345 är din autentiseringskod för Net2");
    expect(text)
      .to.match(/^Hej Anna Lind,/)
      .and.include("inom 10 minuter")
      .and.include(moment("sv", noon));
    expect(html).to.match(/^<!doctype html><html lang="sv">/);
  });

  it("says the same in HTML, light or dark", async () => {
    const { text, html } = await send({ client: "Firefox on Windows" });
    expect(html).to.include('<meta name="color-scheme" content="light dark"/>');
    expect(html).to.not.match(/[^-]color:|background/);
    const plain = html
      .replace(/^.*<body/s, "<body")
      .replace(/<[^>]*>/g, " ")
      .replace(/\s+/g, " ");
    for (const line of text.split("\n"))
      expect(plain.replace(/^ /, "")).to.include(line.replace(/^(Asked for|From): /, "$1 ").trim());
    expect(html).to.match(/<p[^>]*>012345<\/p>/);
  });

  it("has no link, no picture and no form, in neither", async () => {
    const { text, html } = await send({});
    expect(text + html).to.not.match(/https?:|www\.|<a\b|<img|<form|<script|<link|url\(/i);
  });

  it("writes names as they are: no markup, no template, no line of their own", async () => {
    const username = `<b>"a"&'{code}'</b>`;
    const { text, html, subject } = await send({
      operator: { ...anna, name: username },
      issuer: "<i>{username}</i>",
    });
    expect(text).to.include(`Hello ${username},`);
    expect(html).to.include(`Hello &lt;b>&quot;a&quot;&amp;'{code}'&lt;/b>,`);
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
      await send({ mailer, operator: { ...anna, name: evil }, issuer: evil });
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
