import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "chai";
import express from "express";
import { createMfa, type Mfa } from "../../lib/index.js";
import { memory } from "../../storage/memory.js";
import { password, totp } from "../../strategies/index.js";
import { send } from "../support/http.js";

function create(url: string): Mfa {
  const secret = "a secret that is long enough for this";
  return createMfa({
    issuer: "Net2",
    url,
    secret,
    storage: memory(),
    strategies: [password(), totp()],
    initialPolicy: "app",
  });
}

describe("mounting and closing", () => {
  it("leaves at the root what is not ours to the host", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const mfa = create(base);
    try {
      await mfa.ready();
      server.on(
        "request",
        express()
          .use(mfa.router)
          .get("/own", (_req, res) => void res.send("the host's")),
      );
      expect((await send(new URL("/own", base))).text).to.equal("the host's");
      expect((await send(new URL("/card", base))).status).to.equal(401);
    } finally {
      server.close();
      await mfa.close();
    }
  });

  it("is not ready again after it was closed, and says so", async () => {
    const mfa = create("http://localhost:3000/mfa");
    await mfa.ready();
    await mfa.close();
    const error = await mfa.ready().catch((thrown: unknown) => thrown);
    expect(error).to.include({ code: "ERR_MFA_NOT_READY", message: "it was closed" });
  });

  it("refuses to listen for what never happens", () => {
    const mfa = create("http://localhost:3000/mfa");
    expect(() => mfa.on("faults" as "fault", () => {})).to.throw(/did you mean "fault"/);
  });
});
