import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "chai";
import QRCode from "qrcode";
import { openWindow } from "./chromium.js";
import { needs } from "./needs.js";
import { oathtool } from "./oathtool.js";
import { zbarimg } from "./zbarimg.js";

/** RFC 6238 appendix B: the secret "12345678901234567890". */
const secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

describe("oathtool", () => {
  before(needs("oathtool"));

  it("gives the code of RFC 6238 appendix B, in as many digits as the URI asks for", () => {
    expect(oathtool(secret, 1_111_111_109_000)).to.equal("081804");
    expect(oathtool(`otpauth://totp/Net2:anna?secret=${secret}&digits=8`, 1_111_111_109_000)).to.equal(
      "07081804",
    );
  });
});

describe("zbarimg", () => {
  before(needs("zbarimg"));

  it("reads a PNG, as bytes and as a data URL", async () => {
    const text = "otpauth://totp/Net2:anna?secret=ABC&issuer=Net2";
    expect(zbarimg(await QRCode.toBuffer(text))).to.equal(text);
    expect(zbarimg(await QRCode.toDataURL(text))).to.equal(text);
  });
});

describe("chromium", () => {
  let server: Server;
  let base: string;
  before(needs("chromium"));
  before(async () => {
    server = createServer((req, res) => {
      res.statusCode = req.url === "/missing" || req.url === "/gone.png" ? 404 : 200;
      res.setHeader("Content-Type", "text/html");
      res.end(pages[req.url ?? ""] ?? "<h1>A page</h1>");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    base = `http://localhost:${(server.address() as AddressInfo).port}`;
  });
  after(() => server.close());

  const pages: Readonly<Record<string, string>> = {
    "/elsewhere": '<img src="http://net2.example/pixel.png" alt="">',
    "/broken": "<script>throw new Error('a fault of the page')</script>",
    "/torn": '<img src="/gone.png" alt="">',
    "/refused": `<meta http-equiv="Content-Security-Policy" content="style-src 'self'"><p style="color: red">`,
  };
  async function visit(path: string): Promise<void> {
    const { page, close } = await openWindow(base);
    await page.goto(path);
    await close();
  }
  const complaint = async (path: string): Promise<string> =>
    visit(path).then(
      () => "none",
      (error: unknown) => String(error),
    );

  it("has nothing to say of a page in order, nor of one that is not found", async () => {
    expect(await complaint("/")).to.equal("none");
    expect(await complaint("/missing")).to.equal("none");
  });

  it("complains of what a person would not see: requests outside, faults, files that are not there, refused styles", async () => {
    expect(await complaint("/elsewhere")).to.include("asked for http://net2.example/pixel.png");
    expect(await complaint("/broken")).to.include("a fault of the page");
    expect(await complaint("/torn")).to.include("/gone.png");
    expect(await complaint("/refused")).to.include("Content Security Policy");
  });
});
