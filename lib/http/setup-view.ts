import type { AskedSetup, Probe, SetupView } from "../contract/index.js";
import type { Mode } from "../core/policy.js";
import { type Catalogue, installedIn } from "../core/rules.js";
import { choicesOf } from "../core/settings.js";
import type { Exchange } from "./exchange.js";

/** The modes of a system with MFA: those whose strategies are installed. */
export function setupModes(catalogue: Catalogue): readonly Mode[] {
  return choicesOf(installedIn(catalogue).second).modes.filter((mode) => mode !== "off");
}

/** What is proposed follows from what is there: e-mail where the mail server answers, else the app. */
export async function setupView({ parts }: Exchange, asked?: AskedSetup): Promise<SetupView> {
  const offered = setupModes(parts.catalogue);
  const [mail, internet] = await Promise.all([parts.probes.mail(), parts.probes.internet()]);
  const goes = mail.state === "off" ? parts.mailer !== undefined : mail.state === "ok";
  // What the network says of our own servers is not for strangers: whoever has the code is none.
  const told = ({ state, detail }: Probe): Probe => ({
    state,
    ...(detail !== undefined && asked?.setupCode !== undefined && { detail }),
  });
  const wished: readonly Mode[] = goes ? ["email", "app"] : ["app", "email"];
  const mode = wished.find((one) => offered.includes(one)) ?? offered[0] ?? "off";
  return {
    state: "setup",
    modes: offered,
    mode,
    mail: told(mail),
    internet: told(internet),
    ...(asked !== undefined && { asked }),
  };
}
