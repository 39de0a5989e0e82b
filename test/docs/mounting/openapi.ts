import { createRequire } from "node:module";

// The same as GET /openapi.json below the mount of a running system, with every strategy of the package.
const { paths } = createRequire(import.meta.url)("express-mfa/openapi.json");

/** Every operation with its summary: `POST /mfa/sign-in: The first factor`. */
export const operations = Object.entries<Record<string, { readonly summary: string }>>(paths).flatMap(
  ([path, methods]) =>
    Object.entries(methods).map(([method, { summary }]) => `${method.toUpperCase()} ${path}: ${summary}`),
);
