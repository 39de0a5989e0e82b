import { expect } from "chai";
import QRCode from "qrcode";
import type { Json } from "../../../lib/kit/index.js";
import { servicesFor } from "../../../lib/testing/index.js";
import { anna, noon } from "../../../lib/testing/strategy-services.js";
import { totp } from "../../../strategies/index.js";
import { needs } from "../../support/needs.js";
import { oathtool } from "../../support/oathtool.js";
import { zbarimg } from "../../support/zbarimg.js";

const secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
const strategy = totp();

async function view(issuer: string, username: string) {
  const services = servicesFor(strategy, { issuer, operator: { ...anna, username } });
  const begun: Json = { secret };
  const shown = await strategy.enrol?.view(services, begun);
  if (shown === undefined) throw new Error("there is no enrolment");
  return { services, shown, data: shown.data as { uri: string; secret: string; qr: string } };
}

const names = [
  ["Net2", "anna"],
  ["Net2 Åre & Co", "anna lind+test@net2.example"],
  ["Éclair? 100%/#1", "o'neil&issuer=Evil"],
  ["門", "アンナ"],
  ["x".repeat(64), "門".repeat(64)],
] as const;

describe("The key URI of TOTP", () => {
  for (const [issuer, username] of names) {
    it(`says issuer and account so that they are read back: ${issuer.slice(0, 20)}, ${username.slice(0, 30)}`, async () => {
      const { data } = await view(issuer, username);
      const url = new URL(data.uri);
      expect(`${url.protocol}//${url.host}`).to.equal("otpauth://totp");
      expect(decodeURIComponent(url.pathname)).to.equal(`/${issuer}:${username}`);
      expect(Object.fromEntries(url.searchParams)).to.deep.equal({
        secret,
        issuer,
        algorithm: "SHA1",
        digits: "6",
        period: "30",
      });
      expect(data.uri).to.not.include("+"); // some apps read it as a space, some do not
    });
  }

  it("has no colon inside issuer or account, and the issuer equals the prefix", async () => {
    const { data } = await view("Net2: Oslo", " a:b :c");
    const url = new URL(data.uri);
    expect(decodeURIComponent(url.pathname)).to.equal("/Net2 Oslo:a b c");
    expect(url.searchParams.get("issuer")).to.equal("Net2 Oslo");
    expect(data.uri.match(/:/g)).to.have.length(2); // of the scheme, and of the label
    expect(data.uri).to.not.match(/%3a/i);
  });

  it("does not fall over a name that is no well-formed text", async () => {
    expect((await view("Net2", "\ud800")).data.uri).to.include("Net2:%EF%BF%BD");
  });
});

describe("The secret of TOTP", () => {
  it("is unpadded Base32, the same as text, in the URI and in the answer", async () => {
    const { shown, data } = await view("Net2", "anna");
    expect(shown.text).to.deep.equal({ label: "key", value: secret });
    expect(data.secret).to.equal(secret);
    const services = servicesFor(strategy);
    const begun = (await strategy.enrol?.begin(services, [])) as { secret: string };
    expect(begun.secret).to.match(/^[A-Z2-7]{32}$/);
    expect(begun).to.not.deep.equal(await strategy.enrol?.begin(services, []));
  });
});

describe("The QR code of TOTP", () => {
  before(needs("zbarimg", "oathtool"));

  for (const [issuer, username] of names) {
    it(`is read by a real scanner: ${issuer.slice(0, 20)}, ${username.slice(0, 30)}`, async () => {
      const { services, shown, data } = await view(issuer, username);
      expect(shown.image?.src).to.equal(data.qr);
      expect(zbarimg(data.qr)).to.equal(data.uri);
      const png = await strategy.picture?.(services, { secret, lastStep: 5 }, "png");
      expect(zbarimg(png ?? "")).to.equal(data.uri);
    });
  }

  it("leads from the picture to the app to a right code", async () => {
    const { services, data } = await view("Net2", "anna");
    const code = oathtool(zbarimg(data.qr), noon);
    const finding = await strategy.enrol?.finish(services, { secret }, { code });
    expect(finding).to.deep.equal({ right: true, own: { secret, lastStep: Math.floor(noon / 30_000) } });
  });

  it("has the same modules as SVG, with a quiet zone of four, and no text", async () => {
    const { services, data } = await view("Net2", "anna");
    const svg = String(await strategy.picture?.(services, { secret, lastStep: 5 }, "svg"));
    const { modules } = QRCode.create(data.uri, { errorCorrectionLevel: "M" });
    expect(svg).to.include(`viewBox="0 0 ${modules.size + 8} ${modules.size + 8}"`);
    expect(darkOf(svg)).to.deep.equal(
      [...modules.data].flatMap((dark, index) =>
        dark ? [`${(index % modules.size) + 4},${Math.floor(index / modules.size) + 4}`] : [],
      ),
    );
    expect(svg).to.not.include(secret);
  });
});

/** The dark modules of the SVG's one stroke: `M4 4.5` goes there, `h7` draws seven, `m3 0` passes over three. */
function darkOf(svg: string): string[] {
  const [, path = ""] = /stroke="#000000" d="([^"]*)"/.exec(svg) ?? [];
  const dark: string[] = [];
  let [x, y] = [0, 0];
  for (const [, command, first, second] of path.matchAll(/([Mmh])(-?[\d.]+)(?: (-?[\d.]+))?/g)) {
    const by = Number(first);
    if (command === "M") [x, y] = [by, Math.floor(Number(second))];
    else if (command === "m") x += by;
    else for (const end = x + by; x < end; x += 1) dark.push(`${x},${y}`);
  }
  return dark;
}
