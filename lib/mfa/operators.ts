import type { Operator } from "../contract/index.js";
import type { OperatorRecord } from "../core/record.js";
import { operatorOf } from "../core/system.js";
import { randomId } from "../crypto/index.js";
import { type LineError, readImportFile, readProfile } from "../directory/index.js";
import { MfaError } from "../errors/index.js";
import { resetOperator } from "../http/handover.js";
import { inviteOperator } from "../http/invitation.js";
import { manage } from "../http/manage.js";
import type { Parts } from "../http/parts.js";
import { credentialsOf } from "./credentials.js";
import type { MfaOperators } from "./mfa.js";
import { assertSetUp } from "./policy.js";

/** The operators, for the host's own code: no request stands behind these calls, and no proof is asked for. */
export function createOperators(parts: Parts): MfaOperators {
  const managed = manage(parts);
  const systemNow = async () => (await parts.rules({ fresh: true })).system;
  const seen = async (record: OperatorRecord | undefined) => record && operatorOf(record, await systemNow());
  const read = async (id: string) => parts.operators.read(await parts.operatorKey(id), { fresh: true });

  return {
    find: async (username) => seen(await parts.directory.find(username)),
    get: async (id) => seen(await read(id)),

    async list(query) {
      const system = await systemNow();
      const { records, ...numbers } = await parts.directory.list(query);
      return { operators: records.map((record) => operatorOf(record, system)), ...numbers };
    },

    async add({ password, existing = {}, ...profile }) {
      if (parts.elsewhere !== undefined) throw new MfaError("ERR_MFA_DIRECTORY");
      const rules = await parts.rules({ fresh: true });
      assertSetUp(rules.system);
      const id = randomId(parts.random);
      const credentials = await credentialsOf(parts, rules, { id, ...profile }, { password, existing });
      const record = await parts.directory.add(profile, id, credentials);
      return operatorOf(record, await systemNow());
    },

    async import(csv) {
      if (parts.elsewhere !== undefined) throw new MfaError("ERR_MFA_DIRECTORY");
      assertSetUp(await systemNow());
      const { lines, errors } = await readImportFile(csv, parts.directory.taken);
      if (errors.length > 0) throw wrongLines(errors);
      const id = await parts.imports.start(lines, "");
      for (;;) {
        await parts.imports.wait(id, 1000);
        const journal = await parts.imports.read(id);
        if (journal?.state === "done") return journal.rows;
        if (journal?.state === "undone") throw wrongLines(journal.errors ?? []);
        parts.assertReady();
      }
    },

    async update(id, { name, email, role }): Promise<Operator> {
      const record = known(await read(id));
      // `null` takes it away, `undefined` leaves it.
      const next = {
        name: name === undefined ? record.name : (name ?? undefined),
        email: email === undefined ? record.email : (email ?? undefined),
      };
      const profile = readProfile({
        username: record.username,
        ...next,
        ...(role !== undefined && { role }),
      });
      if (role !== undefined) known(await managed.setRole(record.id, role));
      const edited = known(await managed.edit(record.id, profile));
      return operatorOf(edited, await systemNow());
    },

    invite: async (id) =>
      inviteOperator(parts, await parts.rules({ fresh: true }), await parts.operatorKey(id)),

    reset: async (id, how) =>
      resetOperator(parts, await parts.rules({ fresh: true }), await parts.operatorKey(id), how),

    async disable(id) {
      known(await managed.disable(await parts.operatorKey(id)));
    },
    async enable(id) {
      known(await managed.enable(await parts.operatorKey(id)));
    },
    async remove(id) {
      known(await managed.remove(await parts.operatorKey(id)));
    },
    async signOutEverywhere(id) {
      known(await managed.signOutEverywhere(await parts.operatorKey(id)));
    },
  };
}

function wrongLines(errors: readonly LineError[]): MfaError {
  const byLine = errors.map(({ line, field, error }) => [`line ${line}, ${field}`, error] as const);
  return new MfaError("ERR_MFA_INPUT", {
    detail: byLine.map((one) => one.join(": ")).join("; "),
    errors: Object.fromEntries(byLine),
  });
}

/** Whoever mistypes an id must not think that somebody is out. */
function known<T>(found: T | false | undefined): T {
  if (found === undefined || found === false)
    throw new MfaError("ERR_MFA_INPUT", {
      detail: "there is no operator of this id",
      errors: { id: "unknown" },
    });
  return found;
}
