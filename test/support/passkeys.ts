import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from "@simplewebauthn/server";
import type { MfaOptions } from "../../lib/index.js";
import { emailOtp, passkey, password, recoveryCode, totp } from "../../strategies/index.js";
import { type Authenticator, createAuthenticator, type Lies, type Traits } from "./authenticator.js";
import type { Browser } from "./browser.js";
import { type Host, type HostOptions, startHost } from "./harness.js";
import type { Answer } from "./http.js";
import { signInByScript } from "./steps.js";

/** Every strategy of the package, passkeys among them. */
export const withPasskeys = (options: Partial<MfaOptions> = {}): Partial<MfaOptions> => ({
  strategies: [password(), emailOtp(), totp(), passkey(), recoveryCode()],
  initialPolicy: { strategies: ["email-otp", "passkey"], passwordless: true },
  ...options,
});

/** A host that takes passkeys beside e-mail, and alone. */
export const startPasskeyHost = (options: HostOptions = {}): Promise<Host> =>
  startHost({ ...options, options: withPasskeys(options.options) });

/** A device whose browser is at this host. */
export const deviceAt = (host: Host, traits: Traits = {}, counter?: number): Authenticator =>
  createAuthenticator({ origin: host.base, ...traits }, counter);

/** Adds a passkey in a session that has a fresh proof. */
export async function enrolPasskey(
  browser: Browser,
  device: Authenticator,
  name = "Laptop",
  lies: Lies = {},
): Promise<Answer> {
  const { options } = (await browser.post("/mfa/enrol/passkey")).json();
  const response = device.create(options as PublicKeyCredentialCreationOptionsJSON, lies);
  return browser.post("/mfa/enrol/passkey/verify", { name, response: JSON.stringify(response) });
}

/** Adds an operator with a passkey: the session that it was added in, and the device. */
export async function addPasskeyOwner(host: Host, username = "anna") {
  await host.addOperator(username);
  const session = host.browser();
  await signInByScript(host, session, username);
  const device = deviceAt(host);
  await enrolPasskey(session, device);
  return { session, device };
}

/** What a started challenge asks for. */
export async function startPasskey(browser: Browser): Promise<PublicKeyCredentialRequestOptionsJSON> {
  const { sent } = (await browser.post("/mfa/challenge/passkey")).json();
  return (sent as { data: { options: PublicKeyCredentialRequestOptionsJSON } }).data.options;
}

export async function answerPasskey(
  browser: Browser,
  device: Authenticator,
  lies: Lies = {},
): Promise<Answer> {
  const response = JSON.stringify(device.get(await startPasskey(browser), lies));
  return browser.post("/mfa/challenge/passkey/verify", { response });
}

export interface KeptPasskey {
  readonly id: string;
  readonly name: string;
  readonly used?: number;
  readonly removable: boolean;
}

/** Those on the card. */
export async function keptPasskeys(browser: Browser): Promise<readonly KeptPasskey[]> {
  const { strategies } = (await browser.get("/mfa/card")).json();
  const found = (strategies as { id: string; credentials?: KeptPasskey[] }[]).find(
    ({ id }) => id === "passkey",
  );
  return found?.credentials ?? [];
}

export interface Offer {
  readonly ticket: string;
  readonly data: { readonly options: PublicKeyCredentialRequestOptionsJSON };
}

/** What the sign-in page offers to whoever has a passkey; nothing where the policy does not take one alone. */
export async function offered(browser: Browser): Promise<Offer | undefined> {
  const { passwordless } = (await browser.get("/mfa/")).json();
  return (passwordless as Offer[] | undefined)?.[0];
}

/** The body of a sign-in by passkey alone. */
export async function aloneBody(browser: Browser, device: Authenticator, lies: Lies = {}) {
  const offer = await offered(browser);
  if (offer === undefined) throw new Error("nothing is offered");
  return { ticket: offer.ticket, response: JSON.stringify(device.get(offer.data.options, lies)) };
}

export async function signInAlone(browser: Browser, device: Authenticator, lies: Lies = {}): Promise<Answer> {
  return browser.post("/mfa/sign-in/passkey", await aloneBody(browser, device, lies));
}
