import { MfaError, refuseUnknown } from "../errors/index.js";
import { type Paths, partNames } from "../http/paths.js";

/** `/admin/security`: no slash at the end, nothing that a browser would resolve or encode. */
const shape = /^(\/[\w.~-]+)+$/;

/** Where the host mounts parts of the router. Throws `ERR_MFA_OPTIONS`. */
export function readPaths(given: Readonly<Record<string, string | undefined>> = {}): Paths {
  refuseUnknown("createMfa, paths", given, partNames);
  const paths: Record<string, string> = {};
  for (const [name, path] of Object.entries(given)) {
    if (path === undefined) continue;
    if (typeof path !== "string" || !shape.test(path) || /\/\.{1,2}(\/|$)/.test(path))
      throw wrong(name, `must be a path such as "/admin/security", not ${JSON.stringify(path)}`);
    const other = Object.keys(paths).find((known) => paths[known] === path);
    if (other !== undefined) throw wrong(name, `is the path of "${other}" as well`);
    paths[name] = path;
  }
  return paths;
}

function wrong(name: string, detail: string): MfaError {
  return new MfaError("ERR_MFA_OPTIONS", { detail: `option "paths.${name}" ${detail}` });
}
