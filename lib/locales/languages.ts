import type { Strategy, Words } from "../contract/index.js";
import { MfaError, refuseUnknown } from "../errors/index.js";
import { en } from "./en.js";
import type { Locale, Translation } from "./locale.js";
import { sv } from "./sv.js";

/** One language as a person reads it: core's texts, and each strategy's own words. */
export interface Language {
  /** BCP 47, with the reader's region where they named one: dates and numbers are written by it. */
  readonly tag: string;
  readonly locale: Locale;
  /** The words of a strategy, in English where it has none in this language. */
  wordsOf(strategyId: string): Words;
}

export interface Languages {
  /** Tags of all that can be chosen, English first. */
  readonly tags: readonly string[];
  /** The first wish that can be met (RFC 4647 §3.4: `sv-FI` is met by `sv`), else English. Wishes are BCP 47 tags, or what claims to be. */
  choose(wishes: readonly (string | undefined)[]): Language;
}

type Speaker = Pick<Strategy, "id" | "messages">;

const own: Readonly<Record<string, Locale>> = { en, sv };

/**
 * English and Swedish, and what the host adds or replaces.
 *
 * @throws `ERR_MFA_OPTIONS` for a translation that lacks a text or a place to be filled in, or has one that nobody asks for
 */
export function createLanguages(
  strategies: ReadonlyMap<string, Speaker>,
  added: Readonly<Record<string, Translation | undefined>> = {},
): Languages {
  const translations = new Map(
    Object.entries(added).flatMap(([tag, translation]) =>
      translation === undefined
        ? []
        : [[readTag(tag), readTranslation(tag, translation, strategies)] as const],
    ),
  );
  const locales = new Map<string, Locale>([...Object.entries(own), ...translations]);
  const wordsIn =
    (tag: string) =>
    (id: string): Words => {
      const messages = strategies.get(id)?.messages;
      return (
        translations.get(tag)?.strategies[id] ?? messages?.[tag] ?? messages?.en ?? { name: id, prompt: "" }
      );
    };
  return {
    tags: [...locales.keys()],
    choose(wishes) {
      for (const wish of wishes) {
        const reader = wish === undefined ? undefined : readerOf(wish);
        for (let tag = reader; tag !== undefined; tag = parentOf(tag)) {
          const locale = locales.get(tag);
          if (locale !== undefined) return { tag: reader ?? tag, locale, wordsOf: wordsIn(tag) };
        }
      }
      return { tag: "en", locale: locales.get("en") ?? en, wordsOf: wordsIn("en") };
    },
  };
}

/** Language, script and region of what a header or a profile says; without extensions, which would change digits and calendars. */
function readerOf(wish: string): string | undefined {
  if (!/^[A-Za-z]{2,8}(-|$)/.test(wish)) return undefined; // `*` of a header: to be thrown at takes far longer
  try {
    const { language, script, region } = new Intl.Locale(wish);
    return [language, script, region].filter((part) => part !== undefined).join("-");
  } catch {
    return undefined;
  }
}

function parentOf(tag: string): string | undefined {
  const end = tag.lastIndexOf("-");
  return end < 0 ? undefined : tag.slice(0, end);
}

function readTag(tag: string): string {
  if (readerOf(tag) !== tag) throw wrong(`"${tag}" is no language tag such as "de" or "pt-BR"`);
  return tag;
}

function readTranslation(
  tag: string,
  given: Translation,
  strategies: ReadonlyMap<string, Speaker>,
): Translation {
  const { strategies: words, ...locale } = given;
  assertSameTexts(`languages.${tag}`, en, locale);
  refuseUnknown(`createMfa, languages.${tag}.strategies`, words ?? {}, [...strategies.keys()]);
  for (const [id, { messages }] of strategies) {
    assertSameTexts(`languages.${tag}.strategies.${id}`, messages.en, words?.[id]);
  }
  return given;
}

function assertSameTexts(path: string, wanted: object, given: unknown): void {
  if (typeof given !== "object" || given === null) throw wrong(`lacks "${path}"`);
  refuseUnknown(`createMfa, ${path}`, given, Object.keys(wanted));
  for (const [key, text] of Object.entries(wanted)) {
    const found = (given as Readonly<Record<string, unknown>>)[key];
    if (typeof text === "object") assertSameTexts(`${path}.${key}`, text, found);
    else if (typeof found !== "string" || (found.trim() === "" && text !== ""))
      throw wrong(`lacks "${path}.${key}"`);
    else if (placesIn(found) !== placesIn(text))
      throw wrong(`"${path}.${key}" must have ${placesIn(text) || "nothing"} to be filled in`);
  }
}

/** What has to be filled in, however often it is said. */
function placesIn(text: string): string {
  return [...new Set(text.match(/\{\w+\}/g))].sort().join(", ");
}

function wrong(detail: string): MfaError {
  return new MfaError("ERR_MFA_OPTIONS", { detail: `option "languages": ${detail}` });
}
