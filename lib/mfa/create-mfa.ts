import type { AuditLine } from "../contract/index.js";
import { sessionLife } from "../core/policy.js";
import { parseRecord } from "../core/record.js";
import { installedIn, type Rules } from "../core/rules.js";
import { parseServiceKeys } from "../core/service-key.js";
import { parseSystem, type SystemRecord } from "../core/system.js";
import { type HostPerson, systemId } from "../directory/index.js";
import { MfaError, refuseUnknown } from "../errors/index.js";
import { createDrift, createProbes } from "../health/index.js";
import { createAddressBudget } from "../http/address-budget.js";
import { createAttempts } from "../http/attempts.js";
import { authenticate } from "../http/authenticate.js";
import { beginSignIn } from "../http/begin.js";
import { callerOf } from "../http/caller.js";
import { createCheck } from "../http/check.js";
import { createDress } from "../http/dress.js";
import { createFormTokens } from "../http/evidence.js";
import { exchange } from "../http/exchange.js";
import { forgottenSpec } from "../http/forgotten-codes.js";
import { createHealth } from "../http/health.js";
import { renewHostSession } from "../http/host-session.js";
import type { Parts } from "../http/parts.js";
import { eachPart } from "../http/paths.js";
import { protect, readNeed, session } from "../http/protect.js";
import { sendReply } from "../http/render.js";
import { forgetSession } from "../http/reply.js";
import { createRouters } from "../http/router.js";
import { endSession } from "../http/sign-out.js";
import { strangersSpec } from "../http/strangers.js";
import { claimsSpec, createNotify } from "../notify/index.js";
import { type MfaOptions, readOptions } from "../options/index.js";
import type { ToBackend } from "../options/read-options.js";
import { createVault } from "../store/index.js";
import { createAuditing } from "./audit.js";
import { credentialsOf } from "./credentials.js";
import { createFirstStart, setupSpec } from "./first-start.js";
import { rememberParts } from "./internals.js";
import { createListeners } from "./listeners.js";
import { createMaintenance } from "./maintenance.js";
import type { Mfa } from "./mfa.js";
import { createOperators } from "./operators.js";
import { createPeople } from "./people.js";
import { assertSetUp, createPolicyChange, writeInitialPolicy } from "./policy.js";

/** Milliseconds that closing waits for lines and mails that are not out yet. */
const flushWithin = 2000;

/** The one place where the parts are put together. */
export function createMfa<Id extends string>(options: MfaOptions<Id>, toBackend: ToBackend): Mfa<Id> {
  const configuration = readOptions(options as MfaOptions, toBackend);
  const { issuer, sites, sameOrigin, apps, catalogue, keyring, clock, random, mailer, backend, staleness } =
    configuration;
  const { languages, look } = configuration;
  const listeners = createListeners(configuration.logger);
  const fault = (error: unknown) => listeners.tell("fault", error);
  const vault = createVault({ backend, keyring, clock, random, staleness, onFault: fault });
  const system = vault.collection<SystemRecord>({ prefix: "system", parse: parseSystem });
  const records = vault.collection({ prefix: "op", parse: parseRecord });
  const probe = vault.collection<number>({ prefix: "probe", parse: Number });
  const auditDays = configuration.audit.days;
  const tellLine = (line: AuditLine) => listeners.tell("audit", line);
  const common = { vault, operators: records, clock, random, fault };
  const audit = createAuditing({ ...common, catalogue, days: auditDays, tell: tellLine });
  const notify = createNotify({
    ...{ issuer, catalogue, languages, mailer, clock, random, fault },
    claims: vault.collection(claimsSpec),
    onNotify: configuration.onNotify,
  });
  records.watch((_id, record) => record && notify.seen(record));
  const host = configuration.directory && {
    ...configuration.directory,
    adopt: async ({ existing, ...person }: HostPerson, id: string) =>
      credentialsOf(parts, await parts.rules(), { id, ...person }, { existing, password: undefined }),
  };
  const people = createPeople({ ...common, system, imported: audit.imported, host });
  const { directory, imports, operators, elsewhere } = people;

  let opening: Promise<void> | undefined;
  let state: "new" | "open" | "closed" = "new";
  let rules: Rules | undefined;
  /** The same for the same policy: every request asks. */
  const rulesOf = (current: SystemRecord): Rules => {
    if (rules?.system !== current)
      rules = { system: current, catalogue, session: sessionLife(current.policy) ?? configuration.session };
    return rules;
  };

  const changePolicy = createPolicyChange(system, installedIn(catalogue), (change, client) => {
    listeners.tell("policy", change);
    audit.policyChanged(change, client);
  });

  const firstStart = createFirstStart({
    system,
    codes: vault.collection(setupSpec),
    directory,
    clock,
    random,
    installed: installedIn(catalogue),
    done(after, operator) {
      listeners.tell("policy", { after });
      audit.setUp(after, operator);
    },
  });

  const parts: Parts = {
    issuer,
    sites,
    sameOrigin,
    apps,
    catalogue,
    keyring,
    clock,
    random,
    mailer,
    languages,
    look,
    operators,
    strangers: vault.collection(strangersSpec),
    forgotten: vault.collection(forgottenSpec),
    serviceKeys: vault.collection({ prefix: "service", parse: parseServiceKeys }),
    directory,
    imports,
    elsewhere,
    async operatorKey(id) {
      if (elsewhere === undefined || (await records.read(id)) !== undefined) return id;
      return elsewhere.admit(id);
    },
    addresses: createAddressBudget(clock),
    peekRules() {
      const current = system.peek(systemId);
      return current && rulesOf(current);
    },
    async rules(how) {
      const current = await system.read(systemId, how);
      if (current === undefined)
        throw new MfaError("ERR_MFA_CLOSED", {
          detail: "there is no policy: give the option initialPolicy; if there was one, restore a backup",
        });
      return rulesOf(current);
    },
    changePolicy,
    firstStart,
    assertReady() {
      if (state !== "open") throw new MfaError("ERR_MFA_NOT_READY", { retryAfter: 1 });
    },
    audit: audit.note,
    marksOf: (id) => ({ audited: audit.auditedOf(id), told: notify.toldOf(id) }),
    probes: createProbes({ settings: configuration.probes, mailer, clock, random }),
    drift: createDrift(),
    async probeStorage() {
      await probe.update("write", (count = 0) => ({ next: count + 1, outcome: undefined }));
      return vault.risks();
    },
    health: (rules) => lookedAt(rules),
    trail: audit.trail,
    auditDays,
    tell(events, operator) {
      for (const event of events) listeners.tell("operator", { operator, event });
    },
    fault,
  };

  const lookedAt = createHealth(parts);
  const attempts = createAttempts(parts);
  const checks = createCheck(parts, system);
  const forms = createFormTokens(keyring, random);
  const dress = createDress(forms);
  const { main: router, part } = createRouters({ parts, forms, dress, attempts, paths: configuration.paths });
  const strategy = (id: string) => {
    refuseUnknown("strategy()", { [id]: true }, [...catalogue.keys()]);
    const found = attempts.passport.get(id);
    if (found === undefined)
      throw new MfaError("ERR_MFA_OPTIONS", { detail: `strategy(): unknown id "${id}"` });
    return found;
  };

  const mfa: Mfa<Id> = {
    router,
    routes: eachPart((name) => () => part(name)),

    ready({ beside = false } = {}) {
      if (state === "closed")
        return Promise.reject(new MfaError("ERR_MFA_NOT_READY", { detail: "it was closed" }));
      opening ??= (async () => {
        for (const strategy of catalogue.values()) await strategy.ready?.();
        await vault.open();
        const { initialPolicy } = configuration;
        const first = beside ? undefined : await writeInitialPolicy(system, firstStart, initialPolicy);
        if (first !== undefined) audit.policyChanged({ after: first });
        if (elsewhere !== undefined && (await firstStart.state()) === "new")
          throw new MfaError("ERR_MFA_OPTIONS", {
            detail: 'with the option "directory" nobody sets the system up: say "initialPolicy"',
          });
        await people.open({ beside });
        const setup = beside ? undefined : await firstStart.open();
        if (setup !== undefined)
          listeners.tell("setup", { url: sites.first.origin + sites.first.at("/setup"), ...setup });
        if (state === "new") state = "open";
      })();
      return opening;
    },

    async close() {
      state = "closed";
      checks.close();
      await opening?.catch(() => {});
      await imports.close();
      await Promise.all([audit.close(flushWithin), notify.close(flushWithin)]);
      mailer?.close();
      await vault.close();
    },

    protect: (need = {}) => protect(parts, readNeed(need, catalogue)),
    session: () => session(parts),
    check: (req, need = {}) => checks.check(req, readNeed(need, catalogue)),
    strategy,

    authenticate(id) {
      strategy(id);
      return authenticate(parts, attempts, dress, id);
    },

    async begin(req, res, login) {
      parts.assertReady();
      const x = exchange(parts, req, res);
      const reply = await beginSignIn(x, login);
      if (reply.operator !== undefined) await renewHostSession(req);
      await sendReply(x, reply, dress(x, reply, undefined));
    },

    async signOut(req, res) {
      const caller = await callerOf(parts, req, { fresh: true });
      if (caller !== undefined) await endSession({ parts }, caller, false);
      await renewHostSession(req);
      forgetSession(res, sites.of(req));
    },

    on: listeners.on,

    policy: {
      async read() {
        const { system: current } = await parts.rules({ fresh: true });
        assertSetUp(current);
        return current.policy;
      },
      async change(input) {
        const changed = await changePolicy(input);
        if (changed === undefined) throw new MfaError("ERR_MFA_CONFLICT");
        return changed;
      },
    },
    operators: createOperators(parts),
    maintenance: createMaintenance(parts, { vault, system, audit, rulesOf }),
  };
  return rememberParts(mfa, parts);
}
