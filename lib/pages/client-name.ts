import Bowser from "bowser";
import { fillIn, type Locale } from "../locales/index.js";

const browsers = new Set(Object.values(Bowser.BROWSER_MAP));
const systems = new Set(Object.values(Bowser.OS_MAP));

/** More than any browser says. What takes long to read is not read. */
const longest = 300;

/** "Firefox on Windows", from a `User-Agent`. Only names that are known: the header is written by whoever asks. */
export function clientName(userAgent: string | undefined, { page }: Locale): string | undefined {
  if (!userAgent) return undefined;
  const { browser, os } = Bowser.parse(userAgent.slice(0, longest));
  const names = { browser: known(browsers, browser.name), system: known(systems, os.name) };
  if (names.browser === undefined || names.system === undefined) return names.browser ?? names.system;
  return fillIn(page.client, names as Record<keyof typeof names, string>);
}

function known(names: ReadonlySet<string>, name: string | undefined): string | undefined {
  return name !== undefined && names.has(name) ? name : undefined;
}
