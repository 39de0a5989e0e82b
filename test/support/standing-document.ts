import { emailOtp, passkey, password, recoveryCode, totp } from "../../strategies/index.js";
import { startHost } from "./harness.js";
import type { Document } from "./openapi.js";

/** Where the file is that comes with the package. */
export const documentFile = new URL("../../docs/openapi.json", import.meta.url);

/** The document of a host with every strategy of the package, as it says it itself. */
export async function standingDocument(): Promise<Document> {
  const host = await startHost({
    origin: "https://net2.example.com",
    options: { strategies: [password(), emailOtp(), totp(), passkey(), recoveryCode()] },
  });
  try {
    return (await host.browser().get("/mfa/openapi.json")).json() as unknown as Document;
  } finally {
    await host.close();
  }
}
