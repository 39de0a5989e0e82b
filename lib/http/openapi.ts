import { type DescribedRoute, openApi } from "../openapi/index.js";
import { fullName } from "./cookies.js";
import type { Exchange } from "./exchange.js";
import type { Parts } from "./parts.js";
import { sendFile } from "./render.js";
import type { Route } from "./route.js";
import type { Site } from "./site.js";

/** `GET /openapi.json`: what these routes take and answer, where the host has mounted them. The same to everybody. */
export function openApiRoute(parts: Parts, routes: readonly Route[]): Route {
  const made = new Map<string, string>();
  const documentFor = (site: Site) => {
    const known = made.get(site.origin);
    if (known !== undefined) return known;
    const text = JSON.stringify(
      openApi({
        issuer: parts.issuer,
        servers: [site.origin],
        cookie: fullName(site, "session"),
        strategies: [...parts.catalogue.keys()],
        routes: describedAt(routes, site),
      }),
    );
    made.set(site.origin, text);
    return text;
  };
  return {
    path: "/openapi.json",
    get: {
      run: async (x: Exchange) => void sendFile(x, "application/json; charset=utf-8", documentFor(x.site)),
    },
  };
}

function describedAt(routes: readonly Route[], site: Site): DescribedRoute[] {
  return routes.flatMap((route) =>
    (["get", "post"] as const).flatMap((method) => {
      const described = route[method]?.described;
      return described === undefined ? [] : [{ ...described, method, path: site.at(route.path) }];
    }),
  );
}
