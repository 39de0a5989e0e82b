import { once } from "node:events";
import { connect } from "node:net";
import { expect } from "chai";
import { createTransport } from "nodemailer";
import { type OwnMailbox, startMailbox } from "../../../examples/cluster/own-mailbox.js";

describe("The cluster's own mailbox", () => {
  let mailbox: OwnMailbox;
  let shown: string[];
  beforeEach(async () => {
    shown = [];
    mailbox = await startMailbox((text) => shown.push(text));
  });
  afterEach(() => mailbox.close());

  const envelope = { from: "a@net2.example", to: "b@net2.example" };
  const deliver = (mail: object) =>
    createTransport(mailbox.url)
      .sendMail({ ...envelope, envelope, ...mail })
      .then(
        () => 250,
        ({ responseCode }: { readonly responseCode?: number }) => responseCode,
      );
  const send = (text: string) => deliver({ subject: "Code", text });
  const sawCode = () => {
    expect(shown.map((text) => text.trimEnd())).to.deep.equal(["Mail to b@net2.example: Code\n  1234"]);
  };

  it("shows what it took", async () => {
    expect(await send("1234")).to.equal(250);
    sawCode();
  });

  it("goes on after a worker that was killed in the middle of a mail, and after one that is too large", async () => {
    const socket = connect(Number(new URL(mailbox.url).port), "127.0.0.1");
    await once(socket, "data");
    for (const line of ["HELO x", "MAIL FROM:<a@net2.example>", "RCPT TO:<b@net2.example>", "DATA"]) {
      socket.write(`${line}\r\n`);
      await once(socket, "data");
    }
    socket.write("Subject: Code\r\n\r\nhalf of");
    await new Promise((resolve) => setTimeout(resolve, 50));
    socket.resetAndDestroy();
    expect(await send("x".repeat(300_000))).to.equal(552);
    expect(await send("1234")).to.equal(250);
    sawCode();
  });

  it("goes on after what is no mail: it is refused, and the cluster lives", async () => {
    const part = (at: number) => `Content-Type: multipart/mixed; boundary="b${at}"\r\n\r\n--b${at}\r\n`;
    const raw = Array.from({ length: 1000 }, (_, at) => part(at)).join("");
    expect(await deliver({ raw })).to.be.oneOf([450, 451, 550, 554]);
    expect(await send("1234")).to.equal(250);
    sawCode();
  });
});
