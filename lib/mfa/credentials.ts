import type { Operator } from "../contract/index.js";
import type { Credential } from "../core/record.js";
import { firstFactor, type Rules } from "../core/rules.js";
import { randomId } from "../crypto/index.js";
import { MfaError } from "../errors/index.js";
import type { Parts } from "../http/parts.js";
import { servicesFor } from "../http/services.js";
import type { NewOperator } from "./mfa.js";

/** What an operator who is added can sign in with from the start. Throws `ERR_MFA_INPUT` with `errors` by field. */
export async function credentialsOf(
  parts: Parts,
  rules: Rules,
  person: Pick<NewOperator, "username" | "name" | "email"> & { readonly id: string },
  given: Pick<NewOperator, "password" | "existing">,
): Promise<readonly Credential[]> {
  const { id, username, name, email } = person;
  const operator: Operator = {
    ...{ id, username, role: "operator" },
    ...(name !== undefined && { name }),
    ...(email !== undefined && { email }),
  };
  const credential = (strategy: string, own: Credential["own"]): Credential => ({
    id: randomId(parts.random),
    strategy,
    at: parts.clock(),
    own,
  });
  const refused = (errors: Readonly<Record<string, string>>) =>
    new MfaError("ERR_MFA_INPUT", { detail: Object.values(errors).join(" "), errors });

  const chosen = async (password: string) => {
    const strategy = firstFactor(rules.catalogue);
    const services = servicesFor(parts, strategy, operator, rules);
    const finding = await strategy.enrol?.finish(services, await strategy.enrol.begin(services, []), {
      password,
    });
    if (finding?.right === true) return credential(strategy.id, finding.own);
    throw refused(finding?.errors ?? { password: "cannot be set with this strategy" });
  };

  const moved = async ([strategyId, text]: readonly [string, string | undefined]) => {
    if (text === undefined) return [];
    const field = `existing.${strategyId}`;
    const strategy = parts.catalogue.get(strategyId);
    if (strategy?.adopt === undefined) throw refused({ [field]: "this strategy takes nothing over" });
    const adopted = await strategy.adopt(text);
    if ("error" in adopted) throw refused({ [field]: adopted.error });
    return [credential(strategyId, adopted.own)];
  };

  const { password, existing = {} } = given;
  const first = password === undefined ? [] : [await chosen(password)];
  const others = (await Promise.all(Object.entries(existing).map(moved))).flat();
  const both = others.find(({ strategy }) => first.some((one) => one.strategy === strategy));
  if (both !== undefined) throw refused({ password: `give password or existing.${both.strategy}, not both` });
  return [...first, ...others];
}
