import { firstFactor } from "../core/rules.js";
import { MfaError } from "../errors/index.js";
import { script, stylesheet } from "../pages/index.js";
import type { Attempts } from "./attempts.js";
import { audit, exportAudit } from "./audit.js";
import { card, changeLanguage, changePassword, changePreferred, picture, removeStrategy } from "./card.js";
import { start } from "./challenge.js";
import { endOwn } from "./clients.js";
import { beginEmailChange, finishEmailChange } from "./email.js";
import { beginEnrol, finishEnrol } from "./enrol.js";
import type { Exchange } from "./exchange.js";
import { askForgotten, finishForgotten, forgotten } from "./forgotten.js";
import { handOver } from "./handover.js";
import { health } from "./health.js";
import { home, toHome } from "./home.js";
import { acceptInvitation, invitation } from "./invitation.js";
import { testMail } from "./mail-test.js";
import { operatorRoutes } from "./operator-routes.js";
import type { Parts } from "./parts.js";
import { sendFile } from "./render.js";
import type { Route } from "./route.js";
import { changeSettings, settings } from "./settings.js";
import { beginSetup, changeSetupMode, setup } from "./setup.js";
import { signOut } from "./sign-out.js";
import { known, recovering, signedIn } from "./use-case.js";

/** Everything that the router does. */
export function routesWith(parts: Parts, attempts: Attempts): readonly Route[] {
  return [
    { path: "/", get: home },
    ...[stylesheet, script].map(
      ({ name, type, text }): Route => ({
        path: `/assets/${name}`,
        get: async (x) => void sendFile(x, type, text),
      }),
    ),

    { path: "/setup", get: setup, post: async (x) => beginSetup(x) },
    { path: "/setup/mode", post: async (x, caller) => changeSetupMode(x, known(caller)) },
    { path: "/invitation", get: invitation, post: async (x) => acceptInvitation(x) },

    { path: "/forgot", get: forgotten, post: async (x) => askForgotten(x) },
    { path: "/forgot/verify", post: async (x) => finishForgotten(x) },
    { path: "/handover", post: async (x, caller) => handOver(x, known(caller)) },
    { path: "/email", post: async (x, caller) => beginEmailChange(x, recovering(caller)) },
    { path: "/email/verify", post: async (x, caller) => finishEmailChange(x, recovering(caller)) },

    { path: "/sign-in", get: toHome, post: async (x) => attempts.run(firstFactor(parts.catalogue).id, x) },
    { path: "/sign-out", post: signOut },
    { path: "/challenge/:strategy", post: async (x, caller) => start(x, known(caller), idIn(x)) },
    {
      path: "/challenge/:strategy/verify",
      post: async (x, caller) => attempts.run(idIn(x), x, known(caller)),
    },
    { path: "/enrol/:strategy", post: async (x, caller) => beginEnrol(x, known(caller), idIn(x)) },
    { path: "/enrol/:strategy/verify", post: async (x, caller) => finishEnrol(x, known(caller), idIn(x)) },

    { path: "/card", get: async (x, caller) => card(x, signedIn(x, caller)) },
    { path: "/card/language", post: async (x, caller) => changeLanguage(x, signedIn(x, caller)) },
    { path: "/card/password", post: async (x, caller) => changePassword(x, signedIn(x, caller)) },
    { path: "/card/preferred", post: async (x, caller) => changePreferred(x, signedIn(x, caller)) },
    { path: "/card/email", post: async (x, caller) => beginEmailChange(x, signedIn(x, caller)) },
    { path: "/card/email/verify", post: async (x, caller) => finishEmailChange(x, signedIn(x, caller)) },
    {
      path: "/card/strategies/:strategy/remove",
      post: async (x, caller) => removeStrategy(x, signedIn(x, caller), idIn(x)),
    },
    ...(["sessions", "browsers"] as const).map(
      (list): Route => ({
        path: `/card/${list}/:id/end`,
        post: async (x, caller) => endOwn(list)(x, signedIn(x, caller)),
      }),
    ),
    ...(["svg", "png"] as const).map(
      (type): Route => ({
        path: `/card/:strategy.${type}`,
        get: async (x, caller) => void (await picture(x, signedIn(x, caller), idIn(x), type)),
      }),
    ),

    {
      path: "/settings",
      get: async (x, caller) => settings(x, signedIn(x, caller)),
      post: async (x, caller) => changeSettings(x, signedIn(x, caller)),
    },
    ...operatorRoutes,
    { path: "/health", get: async (x, caller) => health(x, signedIn(x, caller)) },
    { path: "/audit", get: async (x, caller) => audit(x, signedIn(x, caller)) },
    { path: "/audit/export.csv", get: async (x, caller) => void (await exportAudit(x, signedIn(x, caller))) },
    { path: "/settings/mail", post: async (x, caller) => testMail(x, signedIn(x, caller)) },
  ];
}

/** A strategy that is not installed is an address where there is nothing. */
function idIn({ req, parts }: Exchange): string {
  const id = req.params?.strategy ?? "";
  if (!parts.catalogue.has(id)) throw new MfaError("ERR_MFA_NOT_FOUND");
  return id;
}
