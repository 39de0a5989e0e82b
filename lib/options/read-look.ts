import { MfaError, refuseUnknown } from "../errors/index.js";
import type { Look } from "../http/look.js";
import { ownPages } from "../pages/index.js";
import type { MfaOptions } from "./options.js";

/** What a host puts in place of our look. Our pages load from this origin only (their CSP says so), so a path is asked for. */
export function readLook({ branding = {}, pages = {}, render }: MfaOptions): Look {
  refuseUnknown("createMfa, branding", branding, ["home", "logo", "stylesheet"]);
  refuseUnknown("createMfa, pages", pages, Object.keys(ownPages));
  const { home = "/", logo, stylesheet } = branding;
  assertPath("branding.home", home);
  if (logo !== undefined && !/^data:image\/[\w.+-]+[;,]/.test(logo)) assertPath("branding.logo", logo);
  if (stylesheet !== undefined) assertPath("branding.stylesheet", stylesheet);
  for (const [name, component] of Object.entries(pages)) {
    if (component !== undefined && typeof component !== "function")
      throw wrong(`pages.${name}`, "must be a component");
  }
  if (render !== undefined && typeof render !== "function") throw wrong("render", "must be a function");
  const given = Object.entries(pages).filter(([, component]) => component !== undefined);
  return {
    home,
    pages: { ...ownPages, ...Object.fromEntries(given) },
    ...(logo !== undefined && { logo }),
    ...(stylesheet !== undefined && { stylesheet }),
    ...(render !== undefined && { render }),
  };
}

function assertPath(name: string, path: unknown): void {
  if (typeof path !== "string" || !/^\/(?![/\\])\S*$/.test(path))
    throw wrong(name, 'must be a path on this origin, such as "/assets/logo.svg"');
}

function wrong(name: string, detail: string): MfaError {
  return new MfaError("ERR_MFA_OPTIONS", { detail: `option "${name}" ${detail}` });
}
