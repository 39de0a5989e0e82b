import Router from "router";
import { MfaError } from "../errors/index.js";
import type { Attempts } from "./attempts.js";
import type { Exchange, Request } from "./exchange.js";
import { createHandle, guarded, type HandleParts } from "./handle.js";
import { type PartName, type Paths, partOf, within } from "./paths.js";
import type { Route } from "./route.js";
import { routesWith } from "./routes.js";
import type { Site } from "./site.js";

export interface RouterParts extends HandleParts {
  readonly attempts: Attempts;
  readonly paths: Paths;
}

/** The router at the mount, and one for each part that the host mounts elsewhere. */
export interface Routers {
  readonly main: Router.Router;
  /** Throws `ERR_MFA_OPTIONS` for a part whose path the options do not say: links would not lead there. */
  part(name: PartName): Router.Router;
}

type Next = (error?: unknown) => void;

/** Each path with its methods once: others get 405, other paths 404. A part that is elsewhere is not here as well. */
export function createRouters(router: RouterParts): Routers {
  const { parts, attempts, paths } = router;
  const handle = createHandle(router);
  const routes = routesWith(parts, attempts);
  const isAt = (part: PartName) => (route: Route) => partOf(route.path) === part;
  const isMoved = ({ path }: Route) => {
    const part = partOf(path);
    return part !== undefined && paths[part] !== undefined;
  };

  const routerOf = (
    own: readonly Route[],
    option: string,
    pathOf: (route: Route) => string,
    mountOf: (site: Site) => string,
  ): Router.Router => {
    const made = Router();
    made.use((request, res, next) => {
      const req = request as Request;
      const wanted = mountOf(parts.sites.of(req)) || "/";
      if (fits(req.baseUrl || "/", wanted)) next();
      else handle(req, res, () => Promise.reject(wrongMount(req.baseUrl || "/", option, wanted)));
    });
    for (const route of own) {
      const { get, post } = route;
      const address = made.route(pathOf(route));
      if (get !== undefined) address.get((req, res) => handle(req as Request, res, get.run, route));
      if (post !== undefined) {
        address.post((req, res) => handle(req as Request, res, guarded(router, post.run), route));
      }
      address.all((req, res) => {
        res.setHeader("Allow", [get && "GET, HEAD", post && "POST"].filter(Boolean).join(", "));
        return handle(req as Request, res, () => Promise.reject(new MfaError("ERR_MFA_METHOD")));
      });
    }
    const nothing = (): Promise<never> => Promise.reject(new MfaError("ERR_MFA_NOT_FOUND"));
    // At the root, what is not ours is the host's.
    made.use((req, res, next) => {
      if ((req as Request).baseUrl) return handle(req as Request, res, nothing);
      next();
    });
    // A path that cannot be decoded: the host's own handler might print what `router` throws.
    made.use((_error: unknown, req: Request, res: Exchange["res"], _next: Next) => handle(req, res, nothing));
    return made;
  };

  return {
    main: routerOf(
      routes.filter((route) => !isMoved(route)),
      "url",
      ({ path }) => path,
      ({ mount }) => mount,
    ),
    part(name) {
      const path = paths[name];
      if (path === undefined) {
        throw new MfaError("ERR_MFA_OPTIONS", {
          detail: `routes.${name}(): say where it is mounted, in the option "paths", so that links lead there`,
        });
      }
      return routerOf(
        routes.filter(isAt(name)),
        `paths.${name}`,
        (route) => within(name, route.path),
        () => path,
      );
    },
  };
}

/** Express takes a path in any case, unless it is told not to; and what is in front of it may cut the start off. */
function fits(mounted: string, wanted: string): boolean {
  return wanted.toLowerCase().endsWith(mounted.toLowerCase());
}

function wrongMount(mounted: string, option: string, wanted: string): MfaError {
  return new MfaError("ERR_MFA_MOUNT", {
    detail: `the router is mounted at "${mounted}", but the option "${option}" says "${wanted}"`,
  });
}
