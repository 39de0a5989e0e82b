import type { Handler } from "../../lib/index.js";

export interface Route {
  readonly path: string;
  readonly methods: readonly string[];
}

interface Layer {
  readonly route?: { readonly path: string; readonly methods: Readonly<Record<string, boolean>> };
}

/** The routes of a router, read from the router itself, so that none is forgotten. */
export function routesOf(router: Handler): Route[] {
  const { stack } = router as unknown as { readonly stack: readonly Layer[] };
  const routes = stack.flatMap(({ route }) => (route === undefined ? [] : [route]));
  if (routes.length === 0) throw new Error("The router has no routes: is its stack kept elsewhere by now?");
  return routes.map(({ path, methods }) => ({
    path,
    methods: Object.keys(methods).filter((method) => !method.startsWith("_")),
  }));
}

/** Every address that takes this method, with each of `ids` in the place of `:strategy`. */
export function addressesOf(router: Handler, method: "get" | "post", ids: readonly string[]): string[] {
  return routesOf(router)
    .filter(({ methods }) => methods.includes(method))
    .flatMap(({ path }) =>
      path.includes(":strategy") ? ids.map((id) => path.replace(":strategy", id)) : [path],
    );
}
