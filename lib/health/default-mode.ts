import type { ProbeResult } from "../contract/index.js";
import type { Mode } from "../core/system.js";

/** What is proposed to a new system: e-mail where the mail server answered, else the app, else what there is. */
export function defaultMode(installed: readonly Mode[], { smtp }: { readonly smtp: ProbeResult }): Mode {
  const wished: readonly Mode[] = smtp.ok ? ["email", "app"] : ["app", "email"];
  return wished.find((mode) => installed.includes(mode)) ?? installed[0] ?? "off";
}
