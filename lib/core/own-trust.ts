import { remembered } from "./decide.js";
import { withDevice } from "./holder.js";
import type { Holder, OperatorRecord } from "./record.js";
import { heldAs, heldBy, type Rules } from "./rules.js";

/**
 * A change of password, factor or address ends the trust in every browser but the one that made it: whoever acts there has
 * just proved who they are. Where the factor itself is another one now, they have proved that; for no longer than before.
 */
export function keepOwnTrust(
  before: OperatorRecord,
  after: OperatorRecord,
  rules: Rules,
  /** As it is after the change. */
  holder: Holder,
  now: number,
): OperatorRecord {
  const device = before.devices.find(({ id }) => id === holder.device);
  if (device?.trust === undefined || remembered(before, rules, device, now) === undefined) return after;
  const { proof, systemEpoch } = device.trust;
  const held = heldAs(after, rules, proof.strategy, proof.credential) ?? heldBy(after, rules, proof.strategy);
  const proved = holder.proofs.some(
    ({ strategy, credential, via }) =>
      strategy === proof.strategy && credential === held?.id && via === "challenge",
  );
  if (held === undefined || (held.id !== proof.credential && !proved)) return after;
  const trust = { proof: { ...proof, credential: held.id }, epoch: after.trustEpoch, systemEpoch };
  return withDevice(after, device.id, (kept) => ({ ...kept, trust }));
}
