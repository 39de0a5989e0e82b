import Bowser from "bowser";
import { fillIn, type Locale } from "../locales/index.js";

const browsers = new Set(Object.values(Bowser.BROWSER_MAP));
const systems = new Set(Object.values(Bowser.OS_MAP));

/** More than any browser says. What takes long to read is not read. */
const longest = 300;

/** "Firefox on Windows", from a `User-Agent`. Only names that are known: the header is written by whoever asks. */
export function clientName(userAgent: string | undefined, { page }: Locale): string | undefined {
  if (!userAgent) return undefined;
  const names = userAgent.length > longest ? namesIn(userAgent.slice(0, longest)) : knownNamesIn(userAgent);
  if (names.browser === undefined || names.system === undefined) return names.browser ?? names.system;
  return fillIn(page.client, names as Record<keyof Names, string>);
}

interface Names {
  readonly browser: string | undefined;
  readonly system: string | undefined;
}

/** Reading one takes half a millisecond, a page of the audit log has a hundred, and most of them are the same few. */
const known = new Map<string, Names>();
const most = 1000;

function knownNamesIn(userAgent: string): Names {
  const names = known.get(userAgent) ?? namesIn(userAgent);
  if (known.size >= most) known.clear();
  known.set(userAgent, names);
  return names;
}

function namesIn(userAgent: string): Names {
  const { browser, os } = Bowser.parse(userAgent);
  return { browser: among(browsers, browser.name), system: among(systems, os.name) };
}

function among(names: ReadonlySet<string>, name: string | undefined): string | undefined {
  return name !== undefined && names.has(name) ? name : undefined;
}
