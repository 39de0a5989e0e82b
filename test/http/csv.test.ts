import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { expect } from "chai";
import { sendPieces } from "../../lib/http/csv.js";
import { until } from "../support/until.js";

describe("A long file", () => {
  it("is read no faster than it is taken, and no further when nobody takes it any more", async () => {
    let made = 0;
    let over = false;
    async function* pieces() {
      try {
        for (; made < 2000; made += 1) yield "x".repeat(65_536);
      } finally {
        over = true;
      }
    }
    let failed: unknown;
    const server = createServer((_req, res) => {
      sendPieces(res, pieces()).catch((error: unknown) => {
        failed = error;
      });
    }).listen(0);
    await once(server, "listening");
    const client = connect((server.address() as AddressInfo).port);
    client.pause();
    client.write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
    await until(() => made > 0, 3000);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(made).to.be.lessThan(500);
    expect(over).to.equal(false);
    client.destroy();
    await until(() => over, 3000);
    expect(made).to.be.lessThan(500);
    expect(failed).to.equal(undefined);
    server.close();
  });
});
