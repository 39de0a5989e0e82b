import { expect } from "chai";
import { createTransport } from "nodemailer";
import { startSmtp, type TestSmtp } from "./smtp.js";

describe("startSmtp", () => {
  let smtp: TestSmtp;
  beforeEach(async () => {
    smtp = await startSmtp();
  });
  afterEach(() => smtp.close());

  const deliver = (text: string) => {
    const transport = createTransport({ url: smtp.url, greetingTimeout: 200, socketTimeout: 200 });
    const mail = { from: "net2@net2.example", to: "anna@net2.example", subject: "Code", text };
    return transport.sendMail(mail).then(
      () => "taken",
      (error: { code?: string }) => error.code,
    );
  };

  it("keeps what it takes, and finds the newest code", async () => {
    expect([await deliver("Code: 111111"), await deliver("Code: 222 222")]).to.deep.equal(["taken", "taken"]);
    expect(smtp.lastCode("anna@net2.example")).to.equal("222222");
    expect(() => smtp.lastCode("erik@net2.example")).to.throw("No mail");
  });

  it("refuses, hangs or drops when told to, and is good again after", async () => {
    smtp.mode = "refuse";
    expect(await deliver("x")).to.equal("EENVELOPE");
    smtp.mode = "hang";
    expect(await deliver("x")).to.equal("ETIMEDOUT");
    smtp.mode = "drop";
    expect(await deliver("x")).to.equal("ECONNECTION");
    smtp.mode = "take";
    expect(await deliver("x")).to.equal("taken");
    expect(smtp.mails).to.have.length(1);
  });
});
