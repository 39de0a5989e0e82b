import { randomBytes } from "node:crypto";
import { expect } from "chai";
import type { Authenticator } from "../support/authenticator.js";
import type { Browser } from "../support/browser.js";
import { type Host, operatorPassword } from "../support/harness.js";
import type { Answer } from "../support/http.js";
import type { Document } from "../support/openapi.js";
import {
  addPasskeyOwner,
  aloneBody,
  answerPasskey,
  deviceAt,
  enrolPasskey,
  offered,
  startPasskey,
  startPasskeyHost,
} from "../support/passkeys.js";
import { wrongBodies } from "../support/wrong-bodies.js";

interface Sent {
  readonly id: string;
  readonly response: Readonly<Record<string, unknown>>;
}

const deep = (count: number) => "[".repeat(count) + "]".repeat(count);
const base64 = (of: string | Buffer) => Buffer.from(of as string).toString("base64url");
const bytesOf = (text: unknown) => Buffer.from(String(text), "base64url");

/** What no member of an answer should be. */
const noTexts = ["null", "7", "true", "{}", "[]", '["a"]', '{"toString":"x"}', '{"length":1e9}', deep(3000)];

/** An answer with one member in place of its own: text of JSON. */
function withMember({ response, ...sent }: Sent, path: string, json: string): string {
  const [first, second] = path.split(".");
  const put = (members: object, name: string) => {
    const rest = Object.entries(members).filter(([other]) => other !== name);
    const written = rest.map(([other, value]) => `${JSON.stringify(other)}:${JSON.stringify(value)}`);
    return `{${[...written, `${JSON.stringify(name)}:${json}`].join(",")}}`;
  };
  if (second === undefined) return put({ ...sent, response }, first ?? "");
  return `${JSON.stringify(sent).slice(0, -1)},"response":${put(response, second)}}`;
}

const withClient = (sent: Sent, change: object | string) => {
  const own = JSON.parse(bytesOf(sent.response.clientDataJSON).toString());
  const text = typeof change === "string" ? change : JSON.stringify({ ...own, ...change });
  return withMember(sent, "response.clientDataJSON", JSON.stringify(base64(text)));
};

const withBytes = (sent: Sent, member: string, bytes: Buffer) =>
  withMember(sent, `response.${member}`, JSON.stringify(base64(bytes)));

function flipped(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy.writeUInt8(copy.readUInt8(at) ^ 0xff, at);
  return copy;
}

/** Any answer, whichever of the two: broken as JSON, in a member, in what the browser says, in what the device says. */
function* broken(sent: Sent): Generator<readonly [what: string, text: string]> {
  const whole = JSON.stringify(sent);
  for (const text of ["", "null", "7", "[]", "{}", '"x"', whole.slice(0, -1), `${whole}x`, deep(8000)])
    yield [`the text ${text.slice(0, 20)}`, text];
  yield ["bytes of no JSON", "\u0001\ufffe\uffff"];
  yield ["nothing but a prototype", `{"__proto__":${whole}}`];
  yield ["a constructor", `{"constructor":{"prototype":${whole}}}`];
  for (const member of [
    "id",
    "rawId",
    "type",
    "response",
    ...Object.keys(sent.response).map((name) => `response.${name}`),
  ]) {
    if (member === "response.transports" || member === "response.userHandle") continue;
    for (const json of noTexts) yield [`${member}: ${json.slice(0, 20)}`, withMember(sent, member, json)];
    yield [`${member}: NUL`, withMember(sent, member, '"a\\u0000b"')];
    yield [`${member}: half a character`, withMember(sent, member, '"\\ud800"')];
    yield [`${member}: no base64`, withMember(sent, member, '"%%%"')];
  }
  for (const text of ["null", "[]", "7", '"x"', "{", "", deep(4000), '{"__proto__":{"type":"webauthn.get"}}'])
    yield [`what the browser says: ${text.slice(0, 20)}`, withClient(sent, text)];
  for (const name of ["type", "challenge", "origin", "crossOrigin"])
    for (const value of [null, 7, {}, [], ["http://localhost"], { toString: "x" }])
      if (name !== "crossOrigin" || value !== undefined)
        yield [`the browser's ${name}: ${JSON.stringify(value)}`, withClient(sent, { [name]: value })];
  for (const tokenBinding of [7, "x", { status: {} }, { status: "?" }])
    yield ["a token binding that is none", withClient(sent, { tokenBinding })];
}

/** Authenticator data: cut, with flags for what is not there, with lengths that are not so. */
function* brokenData(data: Buffer): Generator<readonly [what: string, bytes: Buffer]> {
  for (const length of [0, 1, 32, 36]) yield [`${length} bytes of data`, data.subarray(0, length)];
  for (const flags of [0x00, 0x01, 0x45, 0x85, 0xc5, 0xff, 0x0d, 0x15]) {
    const copy = Buffer.from(data.subarray(0, 37));
    copy.writeUInt8(flags, 32);
    yield [`flags ${flags.toString(16)} of nothing`, copy];
    for (const more of ["ff", "9bffffffffffffffff", "81".repeat(6000), "5f", "a1", "00".repeat(40)])
      yield [
        `flags ${flags.toString(16)} and ${more.slice(0, 6)}`,
        Buffer.concat([copy, Buffer.from(more, "hex")]),
      ];
  }
  const long = Buffer.concat([
    data.subarray(0, 37),
    Buffer.alloc(16),
    Buffer.from("ffff", "hex"),
    Buffer.alloc(20),
  ]);
  long.writeUInt8(0x45, 32);
  yield ["an id that is longer than all of it", long];
}

/** CBOR that is none, or none of ours. */
const brokenCbor = [
  ...["", "a0", "80", "f6", "ff", "a1", "bf", "bfff", "9bffffffffffffffff", "bbffffffffffffffff"],
  ...["5bffffffffffffffff", "7bffffffffffffffff", "81".repeat(9000), "a1".repeat(9000), "fb7ff8000000000000"],
  ...[
    "a363666d74a06761747453746d74a0686175746844617461f6",
    "a363666d74646e6f6e656761747453746d7407686175746844617461f6",
  ],
  `a1695f5f70726f746f5f5f${"a0"}`,
];

describe("input to passkeys that is broken", () => {
  let host: Host;
  let session: Browser;
  let device: Authenticator;
  before(async () => {
    host = await startPasskeyHost();
    ({ session, device } = await addPasskeyOwner(host));
  });
  after(() => host.close());

  let sent = 0;
  const stranger = () => {
    sent += 1;
    host.clock.advance(16 * 60_000); // so that no wait keeps it from being judged
    return host.browser({ headers: { "X-Forwarded-For": `10.${sent >> 8}.${sent & 255}.1` } });
  };
  const enter = async () => {
    session = host.browser();
    await session.post("/mfa/sign-in", { username: "anna", password: operatorPassword });
    return answerPasskey(session, device);
  };
  const expectRefused = (answer: Answer, what: string) => {
    expect(answer.status, `${what}: ${answer.text}`).to.be.within(400, 428);
    expect(answer.headers["content-type"], what).to.match(/^application\/problem\+json/);
    expect(answer.json(), what).to.include({ status: answer.status });
  };
  const records = async () => [await host.stored("op:"), await host.stored("system:")];
  afterEach(async () => {
    // What goes on behind an answer may be slow here: mails.
    expect(host.faults.filter((fault) => !/mail server/.test(String(fault)))).to.deep.equal([]);
    host.clock.advance(3_600_000);
    expect((await enter()).json()).to.include({ state: "signed-in" });
  });

  /** Every way to break an answer that would be right. */
  const brokenAnswers = (right: Sent) => {
    const handles = ["../op", "\0".repeat(22), "__proto__", "constructor", "é".repeat(64), "😀".repeat(33)];
    const signatures = [Buffer.alloc(0), Buffer.alloc(1), randomBytes(70), Buffer.from("30060201", "hex")];
    return [
      ...broken(right),
      ...[...noTexts, ...handles.map((text) => JSON.stringify(base64(text)))].map(
        (json) =>
          [`the handle ${json.slice(0, 20)}`, withMember(right, "response.userHandle", json)] as const,
      ),
      ...[...brokenData(bytesOf(right.response.authenticatorData))].map(
        ([what, bytes]) => [what, withBytes(right, "authenticatorData", bytes)] as const,
      ),
      ...signatures.map(
        (bytes) => ["a signature that is none", withBytes(right, "signature", bytes)] as const,
      ),
    ];
  };
  const ways = () => brokenAnswers(device.get({ challenge: "x" } as never) as unknown as Sent).length;

  it("is a wrong answer in a sign-in alone, and changes no operator's record", async () => {
    const before = await records();
    for (let n = 0; n < ways(); n++) {
      const browser = stranger();
      const { ticket, response } = await aloneBody(browser, device);
      const [what, text] = brokenAnswers(JSON.parse(response))[n] ?? ["", ""];
      expectRefused(await browser.post("/mfa/sign-in/passkey", { ticket, response: text }), what);
    }
    expect(await records()).to.deep.equal(before);
  }).timeout(90_000);

  it("is a wrong answer in a sign-in that knows the password", async () => {
    for (let n = 0; n < ways(); n += 4) {
      const browser = host.browser();
      host.clock.advance(3_600_000);
      await browser.post("/mfa/sign-in", { username: "anna", password: operatorPassword });
      const right = device.get(await startPasskey(browser)) as unknown as Sent;
      const [what, text] = brokenAnswers(right)[n] ?? ["", ""];
      expectRefused(await browser.post("/mfa/challenge/passkey/verify", { response: text }), what);
      expect((await browser.get("/app")).status).to.equal(401);
    }
  }).timeout(90_000);

  it("is a wrong answer in an enrolment, which changes nothing by it", async () => {
    await enter();
    const { options } = (await session.post("/mfa/enrol/passkey")).json();
    const right = deviceAt(host).create(options as never) as unknown as Sent;
    const object = bytesOf(right.response.attestationObject);
    const data = object.subarray(object.indexOf(Buffer.from("authData")) + 10);
    const head = object.subarray(0, object.length - data.length - 2);
    const objects = [
      ...brokenCbor.map((hex) => [`CBOR ${hex.slice(0, 12)}`, Buffer.from(hex, "hex")] as const),
      ...[5, 20, 31, 60, 90].map((length) => ["a half", object.subarray(0, length)] as const),
      // All but lengths, and what the device says of itself: counter, model, id and key can be anything.
      ...Array.from({ length: 64 }, (_, n) => n)
        .filter((n) => n < 28 || n > 30)
        .map((n) => [`byte ${n} otherwise`, flipped(object, n)] as const),
      ...[...brokenData(data)].map(([what, bytes]) => {
        const length = Buffer.from([0x59, bytes.length >> 8, bytes.length & 255]);
        return [what, Buffer.concat([head, length, bytes])] as const;
      }),
    ];
    const before = await host.state();
    for (const [what, text] of [
      ...broken(right),
      ...objects.map(([what, bytes]) => [what, withBytes(right, "attestationObject", bytes)] as const),
    ]) {
      const answer = await session.post("/mfa/enrol/passkey/verify", { name: "x", response: text });
      expectRefused(answer, what);
    }
    expect(await host.state()).to.deep.equal(before);
  }).timeout(90_000);

  it("is of a wrong type, too long, or no text: refused by field, and nothing is written", async () => {
    await enter();
    const document = (await session.get("/mfa/openapi.json")).json() as unknown as Document;
    const offer = await offered(host.browser());
    const state = await host.state();
    const values = [...noTexts, '"a\\u0000b"', '"\\ud800"', JSON.stringify("y".repeat(20_000))];
    let tried = 0;
    for (const value of values) {
      for (const { path, name, json } of wrongBodies(document, value, { ticket: String(offer?.ticket) })) {
        const address = path.replace("{strategy}", "passkey");
        if (!/passkey|\/sign-in\/\{/.test(path) && !/\{strategy\}/.test(path)) continue;
        if (address.includes("{")) continue;
        const headers = { Accept: "application/json", "Content-Type": "application/json", Origin: host.base };
        const answer = await host.browser().request(address, { method: "POST", headers, body: json });
        expectRefused(answer, `${path} ${name} ${value.slice(0, 20)}`);
        tried += 1;
      }
    }
    expect(tried).to.be.above(30);
    expect(await host.state()).to.deep.equal(state);
  }).timeout(60_000);

  it("is larger than anything of ours: 413, or 422 by field", async () => {
    const offer = await offered(host.browser());
    const state = await host.state();
    const of = (length: number) =>
      host.browser().post("/mfa/sign-in/passkey", { ticket: offer?.ticket, response: "x".repeat(length) });
    expect((await of(16_385)).status).to.equal(422);
    expect((await of(1_000_000)).status).to.equal(413);
    const ticket = "x".repeat(201);
    expect((await host.browser().post("/mfa/sign-in/passkey", { ticket, response: "x" })).status).to.equal(
      422,
    );
    expect(await host.state()).to.deep.equal(state);
  });

  it("is a strategy that is none, or none that opens a sign-in", async () => {
    const body = await aloneBody(host.browser(), device);
    const state = await host.state();
    const names = [
      "__proto__",
      "constructor",
      "toString",
      "hasOwnProperty",
      "email-otp",
      "password",
      "recovery-code",
    ];
    for (const name of [...names, "passkey%00", "passkey%20", "PASSKEY", "..%2fpasskey", "x".repeat(5000)]) {
      const answer = await host.browser().post(`/mfa/sign-in/${name}`, body);
      expect(answer.status, name.slice(0, 20)).to.be.oneOf([400, 404, 414, 431]);
    }
    for (const name of ["ticket.__proto__", "__proto__", "constructor"]) {
      const headers = { Accept: "application/json", "Content-Type": "application/json", Origin: host.base };
      const json = `{"${name}":${JSON.stringify(body)}}`;
      const answer = await host
        .browser()
        .request("/mfa/sign-in/passkey", { method: "POST", headers, body: json });
      expect(answer.status, name).to.equal(422);
    }
    expect(await host.state()).to.deep.equal(state);
  });

  it("is a credential id that is longer than any may be", async () => {
    await enter();
    const longest = deviceAt(host);
    for (const [length, status] of [
      [1023, 200],
      [1024, 401],
      [2000, 401],
    ] as const) {
      const id = randomBytes(length).toString("base64url");
      expect((await enrolPasskey(session, longest, "x", { id })).status, String(length)).to.equal(status);
      if (status === 200) expect((await answerPasskey(session, longest, { id })).status).to.equal(200);
    }
  });

  it("is told of the transports of a passkey, which its device does not sign: nothing of it stays", async () => {
    await enter();
    const wrong = [
      "7",
      "true",
      '"usb"',
      '{"a":1}',
      '{"length":3}',
      "[7]",
      "[[[]]]",
      '["usb",null]',
      deep(3000),
      '["__proto__","a\\u0000b"]',
      JSON.stringify(["y".repeat(9000)]),
    ];
    for (const transports of wrong) {
      const key = deviceAt(host);
      const { options } = (await session.post("/mfa/enrol/passkey")).json();
      const made = key.create(options as never) as unknown as Sent;
      const response = withMember(made, "response.transports", transports);
      const answer = await session.post("/mfa/enrol/passkey/verify", { name: "x", response });
      expect(answer.status, `${transports.slice(0, 20)} ${answer.text}`).to.be.oneOf([200, 401]);
      if (answer.status === 401) continue;
      const begun = await session.post("/mfa/enrol/passkey");
      expect(begun.status, transports.slice(0, 20)).to.equal(200);
      const browser = host.browser();
      await browser.post("/mfa/sign-in", { username: "anna", password: operatorPassword });
      const asked = (await startPasskey(browser)).allowCredentials?.find(({ id }) => id === key.id);
      expect(
        asked?.transports?.every((one) => one === "usb"),
        transports.slice(0, 20),
      ).to.equal(true);
      expect((await answerPasskey(session, key)).status).to.equal(200);
      const { strategies } = (await session.get("/mfa/card")).json();
      const mine = (strategies as { id: string; credentials?: { id: string; name: string }[] }[]).find(
        ({ id }) => id === "passkey",
      );
      const last = mine?.credentials?.find(({ name }) => name === "x");
      expect((await session.post(`/mfa/card/strategies/passkey/${last?.id}/remove`)).status).to.equal(200);
      await answerPasskey(session, device);
    }
  });
});
