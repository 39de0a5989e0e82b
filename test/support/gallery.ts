import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Notice, View } from "../../lib/contract/index.js";
import { secureHeaders } from "../../lib/http/headers.js";
import { createLanguages } from "../../lib/locales/index.js";
import { renderMessage, renderPage, script, scriptAsset, stylesheet } from "../../lib/pages/index.js";
import { servicesFor } from "../../lib/testing/index.js";
import { emailOtp, passkey, password, recoveryCode, totp } from "../../strategies/index.js";
import { contextWith, views } from "../pages/samples.js";

export interface Piece {
  /** What it is called, as a file as well: `challenge-sent-wrong-code`. */
  readonly name: string;
  readonly path: string;
}

export interface Gallery {
  readonly base: string;
  readonly pieces: readonly Piece[];
  close(): Promise<void>;
}

const app = totp();
const keys = passkey();
await keys.ready?.();
const keyScript = scriptAsset(keys.id, keys.script?.() ?? "");
const strategies = new Map(
  [password(), emailOtp(), app, keys, recoveryCode()].map((strategy) => [strategy.id, strategy] as const),
);
const languages = createLanguages(strategies);
const secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

/** What may have to be said beside each view. */
const notices: Readonly<Partial<Record<keyof typeof views, Readonly<Record<string, Notice>>>>> = {
  "sign-in": {
    "wrong-password": { code: "ERR_MFA_CREDENTIALS", typed: { username: "anna" } },
    wait: { code: "ERR_MFA_WAIT", retryAfter: 30 },
  },
  setup: { "wrong-code": { code: "ERR_MFA_CODE" } },
  "setup, asked again": {
    told: {
      code: "ERR_MFA_INPUT",
      errors: {
        email: "address",
        password: "Use at least 15 characters.",
        confirmOff: "tick",
        acknowledge: "tick",
      },
    },
  },
  invitation: { "wrong-code": { code: "ERR_MFA_CODE", typed: { username: "anna" } } },
  "challenge sent": {
    "wrong-code": { code: "ERR_MFA_CODE" },
    "used-code": { code: "ERR_MFA_CODE_USED" },
    wait: { code: "ERR_MFA_WAIT", retryAfter: 240 },
  },
  "sign-in with a passkey": { refused: { code: "ERR_MFA_CODE" } },
  "challenge of a passkey": { refused: { code: "ERR_MFA_CODE" } },
  "challenge to be started": { "mail-failed": { code: "ERR_MFA_MAIL" } },
  "enrol, under way": { "wrong-code": { code: "ERR_MFA_CODE" } },
  "settings that lock somebody out": { told: { code: "ERR_MFA_LOCKOUT" } },
  settings: {
    "bad-days": {
      code: "ERR_MFA_INPUT",
      errors: { reauthDays: "days", mode: "choice" },
    },
  },
  "operators, asked again": {
    told: { code: "ERR_MFA_INPUT", errors: { username: "missing", email: "address" } },
  },
  operator: {
    "last-engineer": { code: "ERR_MFA_INPUT", errors: { role: "lastEngineer" } },
    "not-sure": { code: "ERR_MFA_INPUT", errors: { sure: "tick" } },
  },
  "import, wrong": { told: { code: "ERR_MFA_INPUT", errors: { csv: "lines" } } },
  "audit, filtered": { "bad-day": { code: "ERR_MFA_INPUT", errors: { from: "date" } } },
  "card, fresh": {
    "bad-password": {
      code: "ERR_MFA_INPUT",
      errors: { password: "Use at least 8 characters. A few words in a row are easy to remember." },
    },
  },
};

/** Every page in every state, with our own words and a real QR code, as a server shows them. `?language=sv` for Swedish. */
export async function openGallery(): Promise<Gallery> {
  const shown = new Map<string, (language: string) => string>();
  for (const [state, view] of Object.entries<View>(await withQr())) {
    const name = state.replace(/\W+/g, "-");
    const said: Readonly<Record<string, Notice | undefined>> = {
      "": undefined,
      ...notices[state as keyof typeof views],
    };
    for (const [suffix, notice] of Object.entries(said)) {
      shown.set(suffix === "" ? name : `${name}-${suffix}`, (language) =>
        renderPage(view, { ...dressed(language), signedIn: isOfSession(view), ...(notice && { notice }) }),
      );
    }
  }
  shown.set("sign-in-signed-out", (language) =>
    renderPage(views["sign-in"], { ...dressed(language), done: "signed-out" }),
  );
  for (const notice of [{ code: "ERR_MFA_NOT_FOUND" }, { code: "ERR_MFA_NOT_READY", retryAfter: 5 }]) {
    const name = notice.code.slice("ERR_MFA_".length).toLowerCase().replace("_", "-");
    shown.set(`message-${name}`, (language) => renderMessage(notice, dressed(language)));
  }
  const picture = await app.picture?.(servicesFor(app), { secret, lastStep: -1 }, "png");
  const assets = new Map(
    [stylesheet, script, keyScript].map((asset) => [`/mfa/assets/${asset.name}`, asset]),
  );
  const server = createServer((req, res) => {
    const url = new URL(req.url ?? "/", "http://localhost");
    const asset = assets.get(url.pathname);
    const page = shown.get(url.pathname.slice(1));
    secureHeaders(res);
    if (asset !== undefined) res.setHeader("Content-Type", asset.type).end(asset.text);
    else if (page !== undefined)
      res
        .setHeader("Content-Type", "text/html; charset=utf-8")
        .end(page(url.searchParams.get("language") ?? "en"));
    else if (url.pathname === "/mfa/card/totp.png") res.setHeader("Content-Type", "image/png").end(picture);
    else res.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    pieces: [...shown.keys()].map((name) => ({ name, path: `/${name}` })),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function dressed(language: string) {
  return contextWith({
    strategies,
    scripts: new Map([[keys.id, `/assets/${keyScript.name}`]]),
    language: languages.choose([language]),
    stylesheets: [`/mfa/assets/${stylesheet.name}`],
    script: `/mfa/assets/${script.name}`,
  });
}

function isOfSession(view: View): boolean {
  return (
    view.state === "card" ||
    ["settings", "operators", "operator", "import", "audit", "health", "service-keys"].includes(view.state) ||
    view.state === "signed-in" ||
    ("purpose" in view && view.purpose === "step-up")
  );
}

async function withQr(): Promise<Record<string, View>> {
  const services = servicesFor(app);
  const enrolment = await app.enrol?.view(services, { secret });
  const underWay = views["enrol, under way"];
  return { ...views, "enrol, under way": { ...underWay, ...(enrolment && { enrolment }) } };
}
