import { expect } from "chai";
import QRCode from "qrcode";
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
