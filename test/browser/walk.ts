import type { Page } from "playwright-core";
import { openWindow, type Window, type WindowOptions } from "../support/chromium.js";
import { type Host, type HostOptions, startHost } from "../support/harness.js";

export interface Walk {
  readonly host: Host;
  /** Opens a browser of its own: no cookies of the others. */
  open(options?: WindowOptions): Promise<Page>;
}

/**
 * A test with a host on which anna is an operator (unless nobody has set it up), and browsers. It fails too when a browser complained.
 *
 *     it("lets her in", walk({ mode: "email" }, async ({ host, open }) => { … }));
 */
export function walk(options: HostOptions, steps: (walk: Walk) => Promise<void>): () => Promise<void> {
  return async () => {
    const host = await startHost(options);
    const windows: Window[] = [];
    try {
      if (options.isNew !== true) await host.addOperator("anna");
      await steps({
        host,
        async open(how) {
          const window = await openWindow(host.base, how);
          windows.push(window);
          return window.page;
        },
      });
      for (const window of windows) await window.close();
    } catch (error) {
      throw await withWhatWasSeen(error, windows);
    } finally {
      await host.close();
      for (const window of windows) await window.close().catch(() => {});
    }
  };
}

/** A walk that went wrong is understood by the page where it ended. */
async function withWhatWasSeen(error: unknown, windows: readonly Window[]): Promise<unknown> {
  if (!(error instanceof Error)) return error;
  for (const { page } of windows) {
    const words = await page
      .locator("body")
      .ariaSnapshot({ timeout: 500 })
      .catch(() => "closed");
    error.message += `\n--- ${page.url()}\n${words}`;
  }
  return error;
}
