import { script, stylesheet } from "../pages/index.js";
import type { Attempts } from "./attempts.js";
import { cardRoutes } from "./card-routes.js";
import { openApiRoute } from "./openapi.js";
import { operatorRoutes } from "./operator-routes.js";
import type { Parts } from "./parts.js";
import { sendFile } from "./render.js";
import type { Route } from "./route.js";
import { settingsRoutes } from "./settings-routes.js";
import { signInRoutes } from "./sign-in-routes.js";

/** Everything that the router does. */
export function routesWith(parts: Parts, attempts: Attempts): readonly Route[] {
  const described = [
    ...signInRoutes(parts, attempts),
    ...cardRoutes(parts),
    ...operatorRoutes,
    ...settingsRoutes,
  ];
  return [
    ...[stylesheet, script].map(
      ({ name, type, text }): Route => ({
        path: `/assets/${name}`,
        get: { run: async (x) => void sendFile(x, type, text) },
      }),
    ),
    openApiRoute(parts, described),
    ...described,
  ];
}
