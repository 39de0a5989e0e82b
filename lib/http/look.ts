import type { IncomingMessage, ServerResponse } from "node:http";
import type { Notice, View, Words } from "../contract/index.js";
import type { Locale } from "../locales/index.js";
import type { Pages } from "../pages/index.js";
import type { PartName } from "./paths.js";

/** How pages look: ours, and what the host has put in their place. */
export interface Look {
  /** Path of the host's own pages. */
  readonly home: string;
  /** Path or `data:` URL. */
  readonly logo?: string;
  /** Path of a stylesheet that comes after ours. */
  readonly stylesheet?: string;
  readonly pages: Pages;
  readonly render?: Render;
}

/** Renders a view with the host's own templates. `false`, or a promise of it, leaves this one to ours. */
export type Render = (req: IncomingMessage, res: ServerResponse, view: HostView) => unknown;

/** A view with all that a template needs to make a page of it. */
export type HostView = (View | { readonly state: "message" }) & { readonly page: PageData };

export interface PageData {
  readonly issuer: string;
  /** Path of the mount: what each form's action begins with. */
  readonly mount: string;
  /** Path of each part of the router, wherever it is mounted. */
  readonly paths: Readonly<Record<PartName, string>>;
  /** BCP 47. */
  readonly language: string;
  /** All our texts in that language. */
  readonly texts: Locale;
  /** The words of each strategy, by its id. */
  readonly words: Readonly<Record<string, Words>>;
  /** Paths of the scripts that forms of a strategy need, by its id. */
  readonly scripts: Readonly<Record<string, string>>;
  /** The hidden fields of every form, `_csrf` among them. */
  readonly hidden: Readonly<Record<string, string>>;
  /** Whether there is a session: "cancel" goes back to it. */
  readonly signedIn: boolean;
  /** What has to be said: a sentence, and what is wrong by field. */
  readonly problem?: Notice & { readonly text: string };
}
