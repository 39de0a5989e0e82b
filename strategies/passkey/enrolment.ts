import type { PublicKeyCredentialCreationOptionsJSON } from "@simplewebauthn/server";
import type { Enrolment, EnrolmentFinding, Field, Input, Json, Services } from "../../lib/kit/index.js";
import { amrOf, descriptor, type Own } from "./credential.js";
import type { Library } from "./library.js";
import { type Configuration, rpIdAt } from "./options.js";
import { readRegistration, transportsIn } from "./response.js";

/** Bytes; WebAuthn §7.1, step 25. */
const longestId = 1023;

type Begun = { readonly options: Json };

const name: Field = {
  name: "name",
  label: "ownName",
  hint: "ownNameHint",
  type: "text",
  autocomplete: "off",
  maxLength: 60,
  optional: true,
};

/** A new passkey with a name. Every device may make one: what it is, is not asked (attestation `none`). */
export function enrolmentOf(
  configuration: Configuration,
  library: () => Library,
  response: Field,
): Enrolment<Own> {
  return {
    fields: [name, response],

    async begin(services, held) {
      const { operator, issuer, random } = services;
      const rpID = rpIdAt(configuration, services);
      const options = await library().generateRegistrationOptions({
        rpName: issuer,
        rpID,
        userName: operator.username,
        userDisplayName: operator.name ?? operator.username,
        // Tells nothing of whose it is (WebAuthn §14.6.1), and leads back to them where nobody has typed a name.
        userID: Uint8Array.from(Buffer.from(operator.id)),
        challenge: Uint8Array.from(random.bytes(32)),
        attestationType: "none",
        excludeCredentials: held
          .map(({ own }) => own)
          .filter(({ rpId }) => rpId === rpID)
          .map(descriptor),
        authenticatorSelection: {
          residentKey: "preferred",
          userVerification: configuration.userVerification,
        },
      });
      return { options: JSON.parse(JSON.stringify(options)) as Json } satisfies Begun;
    },

    view: async (_services, begun) => ({ data: { options: (begun as Begun).options } }),

    finish: (services, begun, input) => finish(configuration, library(), services, begun, input),
  };
}

async function finish(
  { userVerification }: Configuration,
  library: Library,
  services: Services,
  begun: Json,
  input: Input,
): Promise<EnrolmentFinding<Own>> {
  const answer = readRegistration(input);
  if (answer === undefined) return { right: false };
  const options = (begun as Begun).options as unknown as PublicKeyCredentialCreationOptionsJSON;
  const rpId = options.rp.id ?? "";
  try {
    const { registrationInfo } = await library.verifyRegistrationResponse({
      response: answer,
      expectedChallenge: options.challenge,
      expectedOrigin: [...services.origins],
      expectedRPID: rpId,
      requireUserVerification: userVerification === "required",
    });
    if (registrationInfo === undefined) return { right: false };
    const { credential, credentialDeviceType, credentialBackedUp, aaguid } = registrationInfo;
    if (Buffer.byteLength(credential.id, "base64url") > longestId) return { right: false };
    const synced = credentialDeviceType === "multiDevice";
    const own: Own = {
      id: credential.id,
      publicKey: Buffer.from(credential.publicKey).toString("base64url"),
      counter: credential.counter,
      rpId,
      transports: transportsIn(answer),
      synced,
      backedUp: credentialBackedUp,
      aaguid,
    };
    // That somebody was checked is signed by nobody here: so far it is one factor.
    return { right: true, own, name: input.name ?? "", amr: amrOf(synced, false) };
  } catch {
    // The library throws at whatever does not fit.
    return { right: false };
  }
}
