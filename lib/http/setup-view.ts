import type { AskedSetup, SetupView } from "../contract/index.js";
import { type Catalogue, secondFactorIds } from "../core/rules.js";
import { choicesOf } from "../core/settings.js";
import type { Mode } from "../core/system.js";
import { defaultMode } from "../health/index.js";
import type { Exchange } from "./exchange.js";

/** The modes of a system with MFA: those whose strategies are installed. */
export function setupModes(catalogue: Catalogue): readonly Mode[] {
  return choicesOf(secondFactorIds(catalogue)).modes.filter((mode) => mode !== "off");
}

/** What is proposed follows from what is there: e-mail where the mail server answers, else the app. */
export async function setupView({ parts }: Exchange, asked?: AskedSetup): Promise<SetupView> {
  const { probes, catalogue } = parts;
  const offered = setupModes(catalogue);
  const [smtp, internet] = await Promise.all([probes.smtp(), probes.internet()]);
  return {
    state: "setup",
    modes: offered,
    mode: defaultMode(offered, { smtp }),
    mail: smtp.ok,
    ...((internet.ok || internet.reason !== "off") && { internet: internet.ok }),
    ...(asked !== undefined && { asked }),
  };
}
