import { MfaError } from "../errors/index.js";
import { script, stylesheet } from "../pages/index.js";
import type { Attempts } from "./attempts.js";
import { cardRoutes } from "./card-routes.js";
import type { Exchange } from "./exchange.js";
import { openApiRoute } from "./openapi.js";
import { operatorRoutes } from "./operator-routes.js";
import type { Parts } from "./parts.js";
import { sendFile } from "./render.js";
import type { Route } from "./route.js";
import { settingsRoutes } from "./settings-routes.js";
import { signInRoutes } from "./sign-in-routes.js";
import { scriptNamed } from "./strategy-script.js";

/** Everything that the router does. */
export function routesWith(parts: Parts, attempts: Attempts): readonly Route[] {
  const described = [
    ...signInRoutes(parts, attempts),
    ...cardRoutes(parts),
    ...operatorRoutes,
    ...settingsRoutes,
  ];
  const scripted = [...parts.catalogue.values()].some(({ script: text }) => text !== undefined);
  return [
    ...[stylesheet, script].map(
      ({ name, type, text }): Route => ({
        path: `/assets/${name}`,
        asset: true,
        get: { run: async (x) => void sendFile(x, type, text) },
      }),
    ),
    // Its text is known once the strategy is ready, so the name is looked up when it is asked for.
    ...(scripted ? [{ path: "/assets/:file", get: { run: strategyScript } } satisfies Route] : []),
    openApiRoute(parts, described),
    ...described,
  ];
}

async function strategyScript(x: Exchange): Promise<undefined> {
  const found = scriptNamed(x.parts, x.req.params?.file ?? "");
  if (found === undefined) throw new MfaError("ERR_MFA_NOT_FOUND");
  sendFile(x, found.type, found.text);
}
