import {
  type ChallengeStart,
  type Field,
  type Finding,
  type Held,
  type Input,
  type Json,
  MfaError,
  type Services,
  type Strategy,
} from "../../lib/kit/index.js";
import { amrOf, consume, descriptor, isAhead, type Own, type Use } from "./credential.js";
import { enrolmentOf } from "./enrolment.js";
import { type Library, loadLibrary, loadScript } from "./library.js";
import { messages } from "./messages.js";
import { type PasskeyOptions, readPasskeyOptions, rpIdAt } from "./options.js";
import { decode, longest, readAuthentication } from "./response.js";

/** Kept until it is answered: what must have been signed, and whether the device has to check who is there. */
type Asked = { readonly challenge: string; readonly verify: boolean };

const response: Field = {
  name: "response",
  label: "name",
  type: "script",
  autocomplete: "off",
  maxLength: longest,
};

/** Seconds for which a challenge is good. */
const expiresIn = 300;
const most = 10;

/** A passkey: WebAuthn Level 3. The one factor that no page of somebody else's can make use of. */
export function passkey(options: PasskeyOptions = {}): Strategy<"passkey", Own> {
  const configuration = readPasskeyOptions(options);
  let loaded: { readonly library: Library; readonly script: string } | undefined;
  const parts = () => {
    if (loaded === undefined)
      throw new MfaError("ERR_MFA_NOT_READY", { detail: "passkey() is not loaded yet" });
    return loaded;
  };

  const ask = async (
    services: Services,
    challenge: string | Buffer,
    verify: boolean,
    held: readonly Own[],
  ): Promise<ChallengeStart> => {
    const asked = await parts().library.generateAuthenticationOptions({
      rpID: rpIdAt(configuration, services),
      challenge: typeof challenge === "string" ? challenge : Uint8Array.from(challenge),
      timeout: expiresIn * 1000,
      userVerification: verify ? "required" : "preferred",
      allowCredentials: held.map(descriptor),
    });
    return {
      data: { challenge: asked.challenge, verify } satisfies Asked,
      show: { options: asJson(asked) },
      expiresIn,
    };
  };

  return {
    id: "passkey",
    stage: "second",
    factor: "possession",
    strength: 3,
    amr: ["user"],
    messages,
    fields: [response],

    async ready() {
      loaded ??= { library: await loadLibrary(), script: await loadScript() };
    },
    script: () => parts().script,

    several: {
      most,
      key: ({ id }) => id,
      keyIn: (input) => readAuthentication(input)?.id,
    },

    challenge: (services, _held, all) =>
      ask(
        services,
        services.random.bytes(32),
        configuration.userVerification === "required",
        all.map(({ own }) => own),
      ),

    passwordless: {
      listed: true,
      challenge: (services, ticket) => ask(services, ticket, true, []),
      operatorIn: (input) => decode(readAuthentication(input)?.response.userHandle),
    },

    judge: (services, held, input, challenge) => judge(parts().library, services, held, input, challenge),
    consume,
    copied: (own, use) => !isAhead(own, (use as Use).counter),
    enrol: enrolmentOf(configuration, () => parts().library, response),
  };
}

const wrong: Finding = { right: false };

async function judge(
  library: Library,
  { origins, operator }: Services,
  held: Held<Own> | undefined,
  input: Input,
  challenge: Json | undefined,
): Promise<Finding> {
  const answer = readAuthentication(input);
  const { challenge: expectedChallenge, verify } = (challenge ?? {}) as Partial<Asked>;
  if (held === undefined || answer === undefined || expectedChallenge === undefined) return wrong;
  const { own } = held;
  const { userHandle } = answer.response;
  // WebAuthn §7.2, step 6: the device says whose it is, and it is theirs.
  if (answer.id !== own.id || (userHandle !== undefined && decode(userHandle) !== operator.id)) return wrong;
  try {
    const { verified, authenticationInfo: found } = await library.verifyAuthenticationResponse({
      response: answer,
      expectedChallenge,
      expectedOrigin: [...origins],
      expectedRPID: own.rpId,
      requireUserVerification: verify !== false,
      // Ours to judge: what is behind is no slip, it tells of a copy.
      credential: {
        id: own.id,
        publicKey: Uint8Array.from(Buffer.from(own.publicKey, "base64url")),
        counter: 0,
      },
    });
    const { newCounter: counter, credentialBackedUp: backedUp, credentialDeviceType, userVerified } = found;
    // Step 20: what may be copied, and what may not, is one for its life.
    if (!verified || (credentialDeviceType === "multiDevice") !== own.synced) return wrong;
    if (!isAhead(own, counter)) return { right: false, copied: true };
    return { right: true, use: { counter, backedUp }, amr: amrOf(own.synced, userVerified) };
  } catch {
    // The library throws at whatever does not fit.
    return wrong;
  }
}

/** The same without what is left out: a store and a page keep JSON. */
function asJson(value: object): Json {
  return JSON.parse(JSON.stringify(value)) as Json;
}
