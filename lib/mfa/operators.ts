import type { Operator } from "../contract/index.js";
import { disable, enable } from "../core/operator.js";
import { firstFactor } from "../core/rules.js";
import { operatorOf, type SystemRecord, withoutEngineer } from "../core/system.js";
import { systemId } from "../directory/index.js";
import { MfaError } from "../errors/index.js";
import { commit } from "../http/commit.js";
import { inviteOperator } from "../http/invitation.js";
import type { Parts } from "../http/parts.js";
import { servicesFor } from "../http/services.js";
import { randomId } from "../http/token.js";
import type { Collection } from "../store/types.js";
import type { Mfa, NewOperator } from "./mfa.js";
import { assertSetUp } from "./policy.js";

/** The operators, for the host's own code: no request stands behind these calls, and no proof is asked for. */
export function createOperators(parts: Parts, system: Collection<SystemRecord>): Mfa["operators"] {
  return {
    async find(username) {
      const record = await parts.directory.find(username);
      return record && operatorOf(record, (await parts.rules()).system);
    },

    async add(input: NewOperator): Promise<Operator> {
      const { password, ...profile } = input;
      const rules = await parts.rules({ fresh: true });
      assertSetUp(rules.system);
      const id = randomId(parts.random);
      const credentials = password === undefined ? [] : [await firstCredential(id, password, profile)];
      const record = await parts.directory.add(profile, id, credentials);
      return operatorOf(record, (await parts.rules({ fresh: true })).system);

      async function firstCredential(
        operatorId: string,
        typed: string,
        { username, name, email }: NewOperator,
      ) {
        const strategy = firstFactor(rules.catalogue);
        const operator: Operator = {
          id: operatorId,
          username,
          role: "operator",
          ...(name !== undefined && { name }),
          ...(email !== undefined && { email }),
        };
        const services = servicesFor(parts, strategy, operator, rules);
        const finding = await strategy.enrol?.finish(services, await strategy.enrol.begin(services), {
          password: typed,
        });
        if (finding?.right === true)
          return { id: randomId(parts.random), strategy: strategy.id, at: parts.clock(), own: finding.own };
        const errors = finding?.errors ?? { password: "cannot be set with this strategy" };
        throw new MfaError("ERR_MFA_INPUT", { detail: Object.values(errors).join(" "), errors });
      }
    },

    invite: async (id) => inviteOperator(parts, await parts.rules({ fresh: true }), id),

    /** The system record first: there two engineers who disable each other cannot both win. */
    async disable(id) {
      const rules = await parts.rules({ fresh: true });
      await system.update(systemId, (current) => ({
        next: current && withoutEngineer(current, id),
        outcome: undefined,
      }));
      known(await commit(parts, rules, id, (record, now) => disable(record, now)));
    },

    async enable(id) {
      const rules = await parts.rules({ fresh: true });
      known(await commit(parts, rules, id, (record, now) => enable(record, now)));
    },
  };
}

/** Whoever mistypes an id must not think that somebody is out. */
function known(step: unknown): void {
  if (step === undefined)
    throw new MfaError("ERR_MFA_INPUT", {
      detail: "there is no operator of this id",
      errors: { id: "unknown" },
    });
}
