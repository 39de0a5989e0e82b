import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from "@simplewebauthn/server";
import type { Json, Services, Shown } from "../../../lib/kit/index.js";
import { strategySuite } from "../../../lib/testing/index.js";
import { passkey } from "../../../strategies/index.js";
import { type Authenticator, createAuthenticator } from "../../support/authenticator.js";

const creation = (begun: Json) =>
  (begun as Shown).options as unknown as PublicKeyCredentialCreationOptionsJSON;
const request = (shown: Shown | undefined) =>
  shown?.options as unknown as PublicKeyCredentialRequestOptionsJSON;

for (const [name, traits, counter] of [
  ["A passkey of one device, that counts,", {}, 1],
  ["A passkey that an account keeps in step", { synced: true }, 0],
  ["A security key that checks nobody", { verifies: false }, 1],
] as const) {
  strategySuite(
    { describe, it },
    () => {
      const strategy = passkey();
      const device: Authenticator = createAuthenticator(traits, counter);
      const enrol = (_services: Services, begun: Json) => ({
        name: "Laptop",
        response: JSON.stringify(device.create(creation(begun))),
      });
      return {
        strategy,
        once: "challenge",
        free: ["name"],
        async own(services) {
          const begun = (await strategy.enrol?.begin(services, [])) ?? null;
          const finding = await strategy.enrol?.finish(services, begun, enrol(services, begun));
          if (!finding?.right) throw new Error("not enrolled");
          return finding.own;
        },
        right: (_services, _own, _mails, shown) => ({ response: JSON.stringify(device.get(request(shown))) }),
        enrol,
      };
    },
    { name },
  );
}
