import type { IncomingMessage, ServerResponse } from "node:http";
import { expect } from "chai";
import type { Backend } from "../../lib/index.js";
import { memory } from "../../storage/memory.js";
import { isBackground } from "../support/background.js";
import { type Host, startHost } from "../support/harness.js";
import { signInByScript } from "../support/steps.js";
import { until } from "../support/until.js";

interface Calls {
  readonly reads: (readonly string[])[];
  readonly swaps: string[];
}

/** Notes what the store is asked, but for what is written in the background. */
function noting(shared: boolean) {
  const inner = memory();
  const calls: Calls = { reads: [], swaps: [] };
  const backend: Backend = {
    ...inner,
    shared,
    read(keys) {
      if (!keys.some(isBackground)) calls.reads.push(keys);
      return inner.read(keys);
    },
    swap(key, ...change) {
      if (!isBackground(key)) calls.swaps.push(key);
      return inner.swap(key, ...change);
    },
  };
  return { backend, calls };
}

describe("A protected request", () => {
  let host: Host;
  let calls: Calls;
  let headers: Record<string, string>;

  const start = async ({ shared = true, staleness = 1 } = {}) => {
    const noted = noting(shared);
    host = await startHost({ storage: noted.backend, options: { staleness } });
    await host.addOperator("anna");
    const browser = host.browser();
    await signInByScript(host, browser, "anna");
    const { host: name } = new URL(host.base);
    headers = { cookie: browser.jar.header(new URL(`${host.base}/app`)) ?? "", host: name };
    calls = noted.calls;
    calls.reads.length = 0;
    calls.swaps.length = 0;
  };
  afterEach(() => host.close());

  /** Was `next` called before `protect` came back? */
  const isLetInAtOnce = () => {
    let passed = 0;
    const req = { method: "GET", url: "/app", headers, socket: {} } as unknown as IncomingMessage;
    host.mfa.protect()(req, {} as ServerResponse, () => {
      passed += 1;
    });
    return passed === 1;
  };
  const isLetIn = async () => (await fetch(`${host.via}/app`, { headers })).status === 200;

  it("waits for nothing where nobody else writes, however long ago the record was read", async () => {
    await start({ shared: false, staleness: 0 });
    expect(isLetInAtOnce()).to.equal(true);
    host.clock.advance(59_000);
    expect(isLetInAtOnce()).to.equal(true);
    expect(calls).to.deep.equal({ reads: [], swaps: [] });
  });

  it("asks once in a second for each operator where others may write, and waits for nothing meanwhile", async () => {
    await start();
    for (const second of [1, 2, 3]) {
      host.clock.advance(1000);
      expect(isLetInAtOnce(), "before it was read again").to.equal(false);
      await until(() => calls.reads.length === second, 1000);
      await until(isLetInAtOnce, 1000);
      host.clock.advance(0);
      expect(isLetInAtOnce()).to.equal(true);
    }
    expect(calls.reads).to.have.lengthOf(3);
    expect(calls.swaps).to.deep.equal([]);
  });

  it("asks for the record and the policy in one call", async () => {
    await start({ staleness: 0 });
    expect(await isLetIn()).to.equal(true);
    expect(calls.reads.map((keys) => keys.map((key) => key.split(":")[0]))).to.deep.equal([["op", "system"]]);
  });

  it("asks each time where nothing may be stale", async () => {
    await start({ staleness: 0 });
    for (let times = 1; times <= 3; times += 1) {
      expect(await isLetIn()).to.equal(true);
      expect(calls.reads).to.have.lengthOf(times);
    }
  });

  it("asks together with all that come at the same moment", async () => {
    await start({ staleness: 0 });
    const { protect } = host.mfa;
    let passed = 0;
    for (let n = 0; n < 50; n += 1) {
      const req = { method: "GET", url: "/app", headers, socket: {} } as unknown as IncomingMessage;
      protect()(req, {} as ServerResponse, () => {
        passed += 1;
      });
    }
    await until(() => passed === 50, 1000);
    expect(calls.reads).to.have.lengthOf(1);
  });

  it("writes that the session was used at most once a minute", async () => {
    await start();
    for (let seconds = 0; seconds < 150; seconds += 5) {
      host.clock.advance(5000);
      expect(await isLetIn()).to.equal(true);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await until(() => calls.swaps.length === 2, 1000);
    expect(calls.swaps).to.have.lengthOf(2);
  });
});
