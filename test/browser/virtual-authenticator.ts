import type { CDPSession, Page } from "playwright-core";

export interface Kind {
  /** `internal`: of the device itself; `usb`: a security key. Default `internal`. */
  readonly transport?: "internal" | "usb";
  /** It can check a fingerprint, a face or a PIN. Default `true`. */
  readonly checks?: boolean;
}

export interface VirtualAuthenticator {
  /** Who is there is the one it knows, or not. */
  recognise(verified: boolean): Promise<void>;
  /** What it holds is put into it anew, as a copy of that time would have it. */
  turnBack(counter: number): Promise<void>;
  /** How many passkeys it holds. */
  held(): Promise<number>;
}

type Credential = Awaited<ReturnType<typeof credentialsOf>>[number];

/** Plugs an authenticator into the browser of this page, by Chromium's own protocol (WebAuthn §11). */
export async function plugIn(
  page: Page,
  { transport = "internal", checks = true }: Kind = {},
): Promise<VirtualAuthenticator> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("WebAuthn.enable", { enableUI: false });
  const { authenticatorId } = await cdp.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport,
      hasResidentKey: checks, // Chromium makes none without a check of who is there
      hasUserVerification: checks,
      ...(checks && { isUserVerified: true }),
      automaticPresenceSimulation: true,
    },
  });
  const hold = async (credentials: readonly Credential[]) => {
    await cdp.send("WebAuthn.clearCredentials", { authenticatorId });
    for (const credential of credentials)
      await cdp.send("WebAuthn.addCredential", { authenticatorId, credential });
  };
  return {
    recognise: async (isUserVerified) => {
      await cdp.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified });
    },
    async turnBack(counter) {
      const credentials = await credentialsOf(cdp, authenticatorId);
      await hold(credentials.map((credential) => ({ ...credential, signCount: counter })));
    },
    held: async () => (await credentialsOf(cdp, authenticatorId)).length,
  };
}

async function credentialsOf(cdp: CDPSession, authenticatorId: string) {
  return (await cdp.send("WebAuthn.getCredentials", { authenticatorId })).credentials;
}
