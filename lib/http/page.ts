import type { Notice } from "../contract/index.js";
import type { Language, Locale } from "../locales/index.js";
import {
  fieldErrors,
  type MessageContext,
  type PageContext,
  problemText,
  script,
  stylesheet,
} from "../pages/index.js";
import type { Carried, Exchange } from "./exchange.js";
import type { PageData } from "./look.js";
import { eachPart, parts } from "./paths.js";
import { strategyScripts } from "./strategy-script.js";

/** How a page of the flow is dressed: what is carried on, and for whom its forms are good. */
export interface PageParts {
  readonly formToken: string;
  readonly carried: Carried;
  readonly signedIn: boolean;
}

export function messageContext({ parts, site, now, query }: Exchange, language: Language): MessageContext {
  const { stylesheet: own, logo, pages } = parts.look;
  const assets = `${site.mount}/assets`;
  return {
    issuer: parts.issuer,
    mount: site.mount,
    at: site.at,
    language,
    stylesheets: [`${assets}/${stylesheet.name}`, ...(own === undefined ? [] : [own])],
    script: `${assets}/${script.name}`,
    ...(logo !== undefined && { logo }),
    ...doneIn(query, language),
    pages,
    now,
  };
}

/** Said by the address that a change ended on; whoever links to it can say no more than our own texts. */
function doneIn(query: URLSearchParams, { locale }: Language): Pick<MessageContext, "done"> {
  const done = query.get("done");
  return done !== null && Object.hasOwn(locale.done, done) ? { done: done as keyof Locale["done"] } : {};
}

export function pageContext(
  x: Exchange,
  language: Language,
  { formToken, carried, signedIn }: PageParts,
  notice: Notice | undefined,
): PageContext {
  return {
    ...messageContext(x, language),
    formToken,
    strategies: x.parts.catalogue,
    scripts: strategyScripts(x.parts),
    carried: hiddenFields(carried),
    signedIn,
    mails: x.parts.mailer !== undefined,
    ...(signedIn && { home: x.parts.look.home }),
    ...(notice !== undefined && { notice }),
  };
}

/** What a host's template is given beside the view. */
export function pageData(x: Exchange, context: MessageContext, notice: Notice | undefined): PageData {
  const { issuer, mount, language, formToken, carried = {}, signedIn = false } = context as PageContext;
  const ids = [...x.parts.catalogue.keys()];
  const fields = [...x.parts.catalogue.values()].flatMap((strategy) =>
    strategy.fields.map(({ name }) => name),
  );
  return {
    issuer,
    mount,
    paths: eachPart((name) => context.at(parts[name])),
    language: language.tag,
    texts: language.locale,
    words: Object.fromEntries(ids.map((id) => [id, language.wordsOf(id)])),
    scripts: Object.fromEntries([...strategyScripts(x.parts)].map(([id, path]) => [id, mount + path])),
    hidden: { ...(formToken !== undefined && { _csrf: formToken }), ...carried },
    signedIn,
    ...(notice !== undefined && {
      problem: {
        ...notice,
        text: problemText(context, notice),
        errors: Object.fromEntries(fieldErrors(context, notice, ["username", ...fields])),
      },
    }),
  };
}

function hiddenFields({ fresh, repeat, anyOf, enrol }: Carried): Record<string, string> {
  return {
    ...(fresh && { need: "fresh" }),
    ...(repeat && { repeat: "1" }),
    ...(anyOf !== undefined && { anyOf: anyOf.join(",") }),
    ...(enrol !== undefined && { enrol }),
  };
}
