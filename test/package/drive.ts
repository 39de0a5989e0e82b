import { spawn } from "node:child_process";
import { expect } from "chai";
import { freePort } from "../support/free-port.js";
import { send } from "../support/http.js";

const password = "a password for small hosts";

interface Host {
  readonly program: string;
  readonly folder: string;
  /** The host's file in that folder. */
  readonly file: string;
  /** Where it keeps its data; left out: in memory. */
  readonly dataFile?: string;
}

/**
 * Starts a host, and walks through it as an app does: closed to a stranger, a password that opens nothing, a code by mail,
 * in. Resolves with the milliseconds from the start of the process until it was ready.
 */
export async function drive({ program, folder, file, dataFile }: Host): Promise<number> {
  const port = await freePort();
  const child = spawn(program, [file], {
    cwd: folder,
    env: {
      ...process.env,
      ...{ PORT: String(port), PASSWORD: password },
      ...(dataFile !== undefined && { DATA_FILE: dataFile }),
    },
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  let output = "";
  child.stderr?.on("data", (chunk) => {
    output += chunk;
  });
  const told = <T>(name: string) =>
    new Promise<T>((resolve, reject) => {
      const ended = () => reject(new Error(`${file} ended: ${output}`));
      child.once("exit", ended);
      child.on("message", (message: Record<string, T>) => {
        const value = message[name];
        if (value === undefined) return;
        child.off("exit", ended);
        resolve(value);
      });
    });
  const ask = async (path: string, token?: string, body?: object) =>
    send(new URL(path, `http://127.0.0.1:${port}`), {
      headers: {
        Host: `localhost:${port}`,
        ...(token !== undefined && { Authorization: `Bearer ${token}` }),
        ...(body !== undefined && { "Content-Type": "application/json" }),
      },
      ...(body !== undefined && { method: "POST", body: JSON.stringify(body) }),
    });
  try {
    const ready = await told<number>("ready");
    expect(await ask("/net2")).to.have.property("status", 401);
    const begun = await ask("/mfa/sign-in", undefined, { username: "anna", password, client: "app" });
    const token = String(begun.json().token);
    expect(await ask("/net2", token)).to.have.property("status", 401);
    const mail = told<string>("subject");
    expect(await ask("/mfa/challenge/email-otp", token, {})).to.have.property("status", 200);
    const [code] = /\d{6}/.exec(await mail) ?? [];
    const done = await ask("/mfa/challenge/email-otp/verify", token, { code });
    const inside = await ask("/net2", String(done.json().token));
    expect(inside.text).to.equal("inside: anna");
    expect(output).to.equal("");
    return ready;
  } finally {
    child.kill("SIGKILL");
  }
}
