import Router from "router";
import { decide } from "../core/decide.js";
import type { Session } from "../core/record.js";
import { firstFactor } from "../core/rules.js";
import { MfaError } from "../errors/index.js";
import { script, stylesheet } from "../pages/index.js";
import { askForProof } from "./ask.js";
import type { Attempts } from "./attempts.js";
import { readBody } from "./body.js";
import { bearerOf, type Caller, callerOf } from "./caller.js";
import { card, changeLanguage, changePassword, picture } from "./card.js";
import { start } from "./challenge.js";
import type { Dress } from "./dress.js";
import { beginEnrol, finishEnrol } from "./enrol.js";
import { assertSameOrigin, type FormTokens } from "./evidence.js";
import { type Exchange, exchange, type Request, readBy } from "./exchange.js";
import { asFault } from "./fault.js";
import { home } from "./home.js";
import { renewHostSession } from "./host-session.js";
import { acceptInvitation, invitation } from "./invitation.js";
import { testMail } from "./mail-test.js";
import { isForm } from "./negotiation.js";
import type { Parts } from "./parts.js";
import { sendFile, sendProblem, sendReply } from "./render.js";
import type { Reply } from "./reply.js";
import { changeSettings, settings } from "./settings.js";
import { beginSetup, changeSetupMode, setup } from "./setup.js";
import { signOut } from "./sign-out.js";
import { staleForm } from "./stale-form.js";

/** What a route does with one exchange; without a reply it has answered itself. */
type UseCase = (x: Exchange, caller: Caller | undefined) => Promise<Reply | undefined>;

export interface RouterParts {
  readonly parts: Parts;
  readonly forms: FormTokens;
  readonly dress: Dress;
  readonly attempts: Attempts;
}

/** The routes below the mount. Each path with its methods once: others get 405, other paths 404. */
export function createRouter({ parts, forms, dress, attempts }: RouterParts): Router.Router {
  const router = Router();
  const at = (path: string, cases: { readonly get?: UseCase; readonly post?: UseCase }) => {
    const route = router.route(path);
    const { get, post } = cases;
    if (get !== undefined) route.get((req, res) => handle(req as Request, res, get));
    if (post !== undefined) route.post((req, res) => handle(req as Request, res, guarded(post)));
    route.all((req, res) => {
      res.setHeader("Allow", [get && "GET, HEAD", post && "POST"].filter(Boolean).join(", "));
      return handle(req as Request, res, () => Promise.reject(new MfaError("ERR_MFA_METHOD")));
    });
  };

  /** Evidence first, then the token of a form, then the change. */
  const guarded =
    (change: UseCase): UseCase =>
    async (x, caller) => {
      const app = bearerOf(x.req) !== undefined || (caller === undefined && (await asksAsApp(x)));
      if (!app) assertSameOrigin(x.req, parts.sites);
      if (isForm(x.req)) forms.assert(x.req, x.site, caller?.holder.id, (await readBody(x))._csrf);
      return change(x, caller);
    };

  const handle = async (req: Request, res: Exchange["res"], useCase: UseCase): Promise<void> => {
    let x = exchange(parts, req, res);
    let caller: Caller | undefined;
    try {
      parts.assertReady();
      caller = await callerOf(parts, req, { fresh: true });
      if (caller !== undefined) x = readBy(x, caller.operator);
      // A crash between the first sign-in and the end of the set-up.
      if (caller?.ref.kind === "session") await parts.firstStart.finish(caller.rules, caller.operator.id);
      const reply = await useCase(x, caller);
      if (reply === undefined) return;
      const came = reply.operator !== undefined && caller?.ref.kind !== "session";
      if (came || reply.signedOut === true) await renewHostSession(req);
      await sendReply(x, reply, dress(x, reply, caller));
    } catch (error) {
      await answerFault(x, caller, asFault(error, parts));
    }
  };

  const answerFault = async (x: Exchange, caller: Caller | undefined, fault: MfaError): Promise<void> => {
    const { code } = fault;
    if (x.page && x.req.method === "POST" && hasWayOn(fault)) {
      try {
        const reply = await staleForm(x, caller, fault);
        await sendReply(x, reply, dress(x, reply, caller));
      } catch (error) {
        sendProblem(x, asFault(error, parts));
      }
    } else if (code === "ERR_MFA_SIGN_IN" || code === "ERR_MFA_STEP_UP") {
      askForProof(x, code === "ERR_MFA_SIGN_IN" ? "sign-in" : "step-up");
    } else sendProblem(x, fault);
  };

  router.use((req, res, next) =>
    fitsMount(req as Request, parts) ? next() : handle(req as Request, res, wrongMount),
  );
  at("/", { get: home });
  for (const { name, type, text } of [stylesheet, script]) {
    at(`/assets/${name}`, { get: async (x) => void sendFile(x, type, text) });
  }
  at("/setup", { get: setup, post: async (x) => beginSetup(x) });
  at("/setup/mode", { post: async (x, caller) => changeSetupMode(x, known(caller)) });
  at("/invitation", { get: invitation, post: async (x) => acceptInvitation(x) });
  at("/sign-in", { post: async (x) => attempts.run(firstFactor(parts.catalogue).id, x) });
  at("/sign-out", { post: signOut });
  at("/challenge/:strategy", { post: async (x, caller) => start(x, known(caller), idIn(x)) });
  at("/challenge/:strategy/verify", { post: async (x, caller) => attempts.run(idIn(x), x, known(caller)) });
  at("/enrol/:strategy", { post: async (x, caller) => beginEnrol(x, known(caller), idIn(x)) });
  at("/enrol/:strategy/verify", { post: async (x, caller) => finishEnrol(x, known(caller), idIn(x)) });
  at("/card", { get: async (x, caller) => card(x, signedIn(x, caller)) });
  at("/settings", {
    get: async (x, caller) => settings(x, signedIn(x, caller)),
    post: async (x, caller) => changeSettings(x, signedIn(x, caller)),
  });
  at("/settings/mail", { post: async (x, caller) => testMail(x, signedIn(x, caller)) });
  at("/card/language", { post: async (x, caller) => changeLanguage(x, signedIn(x, caller)) });
  at("/card/password", { post: async (x, caller) => changePassword(x, signedIn(x, caller)) });
  for (const type of ["svg", "png"] as const) {
    at(`/card/:strategy.${type}`, {
      async get(x, caller) {
        await picture(x, signedIn(x, caller), idIn(x), type);
        return undefined;
      },
    });
  }
  const nothing = (): Promise<never> => Promise.reject(new MfaError("ERR_MFA_NOT_FOUND"));
  // At the root, what is not ours is the host's.
  router.use((req, res, next) => {
    if ((req as Request).baseUrl) return handle(req as Request, res, nothing);
    next();
  });
  // A path that cannot be decoded: the host's own handler might print what `router` throws.
  router.use((_error: unknown, req: Request, res: Exchange["res"], _next: unknown) =>
    handle(req, res, nothing),
  );
  return router;
}

/** A form that was refused as a whole: the person is shown where they stand, with what was wrong. */
function hasWayOn({ code, errors }: MfaError): boolean {
  return (
    code === "ERR_MFA_SIGN_IN" ||
    code === "ERR_MFA_FORM_TOKEN" ||
    (code === "ERR_MFA_INPUT" && errors !== undefined)
  );
}

/** A strategy that is not installed is an address where there is nothing. */
function idIn({ req, parts }: Exchange): string {
  const id = req.params?.strategy ?? "";
  if (!parts.catalogue.has(id)) throw new MfaError("ERR_MFA_NOT_FOUND");
  return id;
}

function known(caller: Caller | undefined): Caller {
  if (caller === undefined) throw new MfaError("ERR_MFA_SIGN_IN");
  return caller;
}

function signedIn({ parts }: Exchange, caller: Caller | undefined): Caller {
  if (caller?.ref.kind !== "session") throw new MfaError("ERR_MFA_SIGN_IN");
  const verdict = decide(caller.record, caller.rules, caller.holder as Session, {}, parts.clock());
  if (!verdict.ok) throw new MfaError("ERR_MFA_SIGN_IN");
  return caller;
}

/** A sign-in that asks for a bearer token sets no cookie, so it needs no evidence of its origin. */
async function asksAsApp(x: Exchange): Promise<boolean> {
  return !isForm(x.req) && (await readBody(x)).client === "app";
}

function fitsMount(req: Request, { sites }: Parts): boolean {
  // Express takes a path in any case, unless it is told not to.
  return (sites.of(req).mount || "/").toLowerCase().endsWith((req.baseUrl || "/").toLowerCase());
}

function wrongMount({ req, site }: Exchange): Promise<never> {
  return Promise.reject(
    new MfaError("ERR_MFA_MOUNT", {
      detail: `the router is mounted at "${req.baseUrl || "/"}", but the option "url" says "${site.mount || "/"}"`,
    }),
  );
}
