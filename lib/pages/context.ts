import type { ComponentChildren, ComponentType } from "preact";
import type { Notice, Strategy, View } from "../contract/index.js";
import type { Language, Locale } from "../locales/index.js";

/** The part of a strategy that a page needs. */
export type PageStrategy = Pick<Strategy, "id" | "stage" | "fields" | "enrol" | "hostLogin" | "passwordless">;

/** What every page needs, one that only tells a problem too. */
export interface MessageContext {
  /** The name that people know the system by. */
  readonly issuer: string;
  /** Path of the mount, without a slash at the end; empty at the root. */
  readonly mount: string;
  /** Where a path below the mount really is: parts of the router may be mounted elsewhere. */
  readonly at: (path: string) => string;
  /** The texts, and the tag by which dates and numbers are written. */
  readonly language: Language;
  /** Paths of the stylesheets, in order: ours, then the host's. */
  readonly stylesheets: readonly string[];
  /** Path of the script that helps. */
  readonly script: string;
  /** Path or `data:` URL of the host's logo. */
  readonly logo?: string;
  /** The host's own pages: the way back, for whoever is signed in. */
  readonly home?: string;
  /** What went well just before this page: the id of a text. */
  readonly done?: keyof Locale["done"];
  /** The components in force: ours, or the host's in their place. */
  readonly pages: Pages;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** What a page of the flow needs beside its view. */
export interface PageContext extends MessageContext {
  /** Sent back by each form as `_csrf`. */
  readonly formToken: string;
  /** Mails can be sent. Default `true`. */
  readonly mails?: boolean;
  readonly notice?: Notice;
  /** All that are installed, by id. */
  readonly strategies: ReadonlyMap<string, PageStrategy>;
  /** Paths below the mount of the scripts that the forms of strategies need, by strategy. Default: none has one. */
  readonly scripts?: ReadonlyMap<string, string>;
  /** What forms carry on to the next page, beside the view's own `returnTo`: `need`, `anyOf`, `enrol`. */
  readonly carried?: Readonly<Record<string, string>>;
  /** There is a session already, so "cancel" goes back to it instead of ending it. Default `false`. */
  readonly signedIn?: boolean;
}

/** The view of one state. */
export type ViewOf<State extends View["state"]> = Extract<View, { readonly state: State }>;

export interface PageProps<State extends View["state"]> {
  readonly view: ViewOf<State>;
  readonly context: PageContext;
}

export interface MessageProps {
  readonly notice: Notice;
  readonly context: MessageContext;
}

export interface LayoutProps {
  readonly context: MessageContext;
  /** The one `h1`, and the start of the document's title. */
  readonly title: string;
  /** What has to be said first. */
  readonly notice?: Notice | undefined;
  /** Room for more than one form. Default `false`. */
  readonly wide?: boolean;
  readonly children: ComponentChildren;
}

type PageFor<State extends View["state"]> = ComponentType<PageProps<State>>;

/** A component for each state, a layout around them, and one for a problem that has no view to stand beside. */
export interface Pages {
  readonly Layout: ComponentType<LayoutProps>;
  readonly Setup: PageFor<"setup">;
  readonly Invitation: PageFor<"invitation">;
  readonly SignIn: PageFor<"sign-in">;
  readonly Choose: PageFor<"choose">;
  readonly Challenge: PageFor<"challenge">;
  readonly Enrol: PageFor<"enrol">;
  readonly Forgot: PageFor<"forgot">;
  readonly NewEmail: PageFor<"email">;
  readonly SignedIn: PageFor<"signed-in">;
  readonly Card: PageFor<"card">;
  readonly Settings: PageFor<"settings">;
  readonly Operators: PageFor<"operators">;
  readonly Operator: PageFor<"operator">;
  readonly OperatorsImport: PageFor<"import">;
  readonly Audit: PageFor<"audit">;
  readonly Health: PageFor<"health">;
  readonly ServiceKeys: PageFor<"service-keys">;
  readonly Message: ComponentType<MessageProps>;
}
