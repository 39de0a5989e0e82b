import { connect } from "node:net";
import type { ProbeResult } from "../contract/index.js";
import { type Address, written } from "./address.js";
import { failureOf } from "./failure.js";

/** Can a connection to one of them be opened? All are tried side by side, and nothing is sent. Ends within `patience` milliseconds. */
export async function reach(addresses: readonly Address[], patience: number): Promise<ProbeResult> {
  const results = await new Promise<readonly ProbeResult[]>((resolve) => {
    const failed: ProbeResult[] = [];
    for (const address of addresses) {
      open(address, patience).then((result) => {
        if (result.ok) resolve([result]);
        else if (failed.push(result) === addresses.length) resolve(failed);
      });
    }
  });
  return results.find(({ ok }) => ok) ?? results[0] ?? { ok: false, reason: "off" };
}

function open(address: Address, patience: number): Promise<ProbeResult> {
  return new Promise((resolve) => {
    const name = written(address);
    const socket = connect(address);
    const done = (result: ProbeResult) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(result);
    };
    const timer = setTimeout(
      () => done({ ok: false, reason: "silent", detail: `${name}: no answer in time` }),
      patience,
    );
    socket.on("connect", () => done({ ok: true, detail: name }));
    socket.on("error", (error) =>
      done({ ...failureOf(error), detail: `${name}: ${error.message || "no connection"}` }),
    );
  });
}
