import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { freePort } from "../../support/free-port.js";
import { send } from "../../support/http.js";
import { needs } from "../../support/needs.js";
import { type Net2, startNet2 } from "../../support/net2.js";
import { oathtool } from "../../support/oathtool.js";
import { until } from "../../support/until.js";

const program = fileURLToPath(new URL("../../../examples/app/main.ts", import.meta.url));
const password = "a demo of 20 letters";

/** The program, as somebody sits before it. */
class Seat {
  readonly child: ChildProcess;
  #output = "";
  #read = 0;

  constructor(origin: string, keep: string) {
    const { PATH, HOME } = process.env;
    this.child = spawn(process.execPath, ["--import=tsx", program, origin], {
      env: { PATH, HOME, KEEP_FILE: keep },
      stdio: ["pipe", "pipe", "pipe"],
    });
    for (const stream of [this.child.stdout, this.child.stderr])
      stream?.on("data", (text) => {
        this.#output += text;
      });
  }

  /** Waits for what it says, types the answer, and gives what was said until then. */
  async answer(question: string, typed: string): Promise<string> {
    const said = await this.sees(question);
    this.child.stdin?.write(`${typed}\n`);
    return said;
  }

  async sees(text: string): Promise<string> {
    await until(() => this.#output.indexOf(text, this.#read) >= 0 || this.child.exitCode !== null, 15_000);
    const at = this.#output.indexOf(text, this.#read);
    if (at < 0) throw new Error(`It does not say "${text}": ${this.#output}`);
    const said = this.#output.slice(this.#read, at);
    this.#read = at + text.length;
    return said;
  }

  async end(): Promise<number | null> {
    await until(() => this.child.exitCode !== null, 15_000);
    return this.child.exitCode;
  }
}

describe("The terminal app", () => {
  let net2: Net2;
  let folder: string;
  const seats: Seat[] = [];
  const sit = () => {
    const seat = new Seat(net2.origin, join(folder, "device"));
    seats.push(seat);
    return seat;
  };

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "net2-app-"));
    net2 = await startNet2({ MFA_MODE: "either", REAUTH_DAYS: "30", DEMO_PASSWORD: password });
  });
  after(async () => {
    for (const { child } of seats) child.kill("SIGKILL");
    await net2.stop();
    await rm(folder, { recursive: true, force: true });
  });

  async function lastCode({ origin }: Net2 = net2): Promise<string> {
    const box = await send(new URL("/dev/mail", origin), { headers: { Accept: "application/json" } });
    return /\b\d{6}\b/.exec((JSON.parse(box.text) as { readonly text: string }[])[0]?.text ?? "")?.[0] ?? "";
  }

  /** The code of the mail that is on its way once it is asked for. */
  async function typeCode(seat: Seat): Promise<void> {
    await seat.sees("Code (email-otp):");
    seat.child.stdin?.write(`${await lastCode()}\n`);
  }

  async function signIn(seat: Seat): Promise<void> {
    await seat.answer("User name:", "anna");
    await seat.answer("Password:", password);
  }

  it("signs in with a code by mail, opens a door, and is trusted from then on", async () => {
    const seat = sit();
    await signIn(seat);
    await seat.sees("Code (email-otp):");
    seat.child.stdin?.write("000000\n");
    await seat.answer("(y/n)", "y");
    await seat.sees("The code is wrong");
    await typeCode(seat);
    await seat.answer("(y/n)", "y");
    await seat.sees("You are signed in.");
    await seat.answer("sign out):", "");
    await seat.sees("front: Front entrance");
    await seat.answer("sign out):", "front");
    await seat.sees("Front entrance is open.");
    await seat.answer("sign out):", "nowhere");
    await seat.answer("sign out):", "q");
    await seat.sees("You are signed out.");
    expect(await seat.end()).to.equal(0);
    expect((await stat(join(folder, "device"))).mode & 0o777).to.equal(0o600);

    const again = sit();
    const before = await readFile(join(folder, "device"), "utf8");
    await signIn(again);
    await again.sees("You are signed in.");
    expect(await readFile(join(folder, "device"), "utf8"), "renewed").not.to.equal(before);
    await again.answer("sign out):", "front");
    await again.sees("confirm that it is you");
    await typeCode(again);
    await again.sees("Front entrance is open.");
    again.child.stdin?.end();
    expect(await again.end()).to.equal(1);
  }).timeout(60_000);

  it("sets up an authenticator app by the QR code that it draws", async function () {
    needs("oathtool", "zbarimg").call(this);
    const fresh = await startNet2({ MFA_MODE: "app", DEMO_PASSWORD: password });
    const seat = new Seat(fresh.origin, join(folder, "other"));
    seats.push(seat);
    try {
      await signIn(seat);
      await seat.sees("Code (email-otp):");
      seat.child.stdin?.write(`${await lastCode(fresh)}
`);
      await seat.sees("type the key into it.\n");
      const drawn = await seat.sees("Key:");
      const uri = await readQr(drawn);
      expect(uri).to.match(/^otpauth:\/\/totp\/Net2:anna\?/);
      await seat.answer("code:", oathtool(uri));
      await seat.sees("You are signed in.");
      await seat.answer("sign out):", "q");
      expect(await seat.end()).to.equal(0);
    } finally {
      await fresh.stop();
    }
  }).timeout(60_000);

  it("says what is wrong, and ends: a wrong password, a server that is not there", async () => {
    const wrong = sit();
    await wrong.answer("User name:", "anna");
    await wrong.answer("Password:", "not it");
    await wrong.sees("The user name or the password is wrong.");
    expect(await wrong.end()).to.equal(1);
    const nowhere = `http://127.0.0.1:${await freePort()}`;
    const lost = new Seat(nowhere, join(folder, "device"));
    seats.push(lost);
    await signIn(lost);
    await lost.sees(`Nothing answers at ${nowhere}`);
    expect(await lost.end()).to.equal(1);
  }).timeout(30_000);

  it("sends no password in clear: over http it goes to this machine only", async () => {
    for (const elsewhere of [
      "http://net2.example.com",
      "http://localhost.example.com:3000",
      "http://192.0.2.1",
    ]) {
      const seat = new Seat(elsewhere, join(folder, "device"));
      seats.push(seat);
      await seat.sees(`${elsewhere} is not https`);
      expect(await seat.end()).to.equal(1);
    }
  }).timeout(30_000);

  /** What a scanner reads from half blocks in a terminal: drawn as a picture, ten dots for each. */
  async function readQr(text: string): Promise<string> {
    const rows = text.split("\n").filter((row) => /^[ █▀▄]+$/.test(row));
    const width = Math.max(...rows.map(({ length }) => length));
    const dots = rows.flatMap((row) => {
      const cells = [...row.padEnd(width)];
      return [cells.map((cell) => "█▀".includes(cell)), cells.map((cell) => "█▄".includes(cell))];
    });
    const scale = 8;
    const lines = dots.flatMap((row) => {
      const line = row.map((dark) => (dark ? "1" : "0").repeat(scale)).join("");
      return Array.from({ length: scale }, () => line);
    });
    const file = join(folder, "qr.pbm");
    await writeFile(
      file,
      `P1\n${width * scale} ${lines.length}\n${lines.map((line) => line.replace(/.{60}/g, "$&\n")).join("\n")}\n`,
    );
    return execFileSync("zbarimg", ["--quiet", "--nodbus", "--raw", file], { encoding: "utf8" }).trim();
  }
});
