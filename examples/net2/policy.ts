import type { Net2Mfa } from "./mfa.js";
import type { Mode, Settings } from "./settings.js";

const accepted: Readonly<Record<Mode, readonly string[]>> = {
  off: [],
  email: ["email-otp"],
  app: ["totp"],
  either: ["email-otp", "totp"],
};

/** What the environment says by name wins at each start; what it leaves out stays as the engineer last set it. */
export async function applyPolicy(mfa: Net2Mfa, { mode, reauthDays }: Settings): Promise<void> {
  const policy = await mfa.policy.read();
  const newMode = mode !== undefined && !sameMembers(accepted[mode], policy.strategies);
  const newDays = reauthDays !== undefined && reauthDays !== policy.reauthDays;
  if (!newMode && !newDays) return;
  await mfa.policy.change({ ...(newMode && { mode }), ...(newDays && { reauthDays }) });
}

function sameMembers(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((member) => others.includes(member));
}
