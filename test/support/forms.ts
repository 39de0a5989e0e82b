export interface Form {
  readonly method: "get" | "post";
  /** As written in the page; empty means the page's own address. */
  readonly action: string;
  /** What a browser would send if nothing was typed, hidden fields included. */
  readonly fields: Readonly<Record<string, string>>;
  /** The words on its buttons. */
  readonly buttons: readonly string[];
}

/** The forms of a page. Enough HTML for pages that we write ourselves. */
export function readForms(html: string): Form[] {
  return [...html.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gs)].map(([, tag = "", content = ""]) => {
    const { method, action = "" } = readAttributes(tag);
    return {
      method: method?.toLowerCase() === "post" ? "post" : "get",
      action,
      fields: Object.fromEntries(readFields(content)),
      buttons: [...content.matchAll(/<button\b[^>]*>(.*?)<\/button>/gs)].map(([, words = ""]) =>
        readText(words),
      ),
    };
  });
}

/** Text as it is read: without tags, entities decoded. */
export function readText(html: string): string {
  return decode(html.replace(/<[^>]*>/g, " "))
    .replace(/\s+/g, " ")
    .trim();
}

function* readFields(content: string): Generator<[string, string]> {
  for (const [, tag = ""] of content.matchAll(/<input\b([^>]*)>/gs)) {
    const { name, value, type = "text", checked } = readAttributes(tag);
    const ticks = type === "checkbox" || type === "radio";
    if (name === undefined || type === "submit" || (ticks && checked === undefined)) continue;
    yield [name, value ?? (ticks ? "on" : "")];
  }
  for (const [, tag = "", choices = ""] of content.matchAll(/<select\b([^>]*)>(.*?)<\/select>/gs)) {
    const { name } = readAttributes(tag);
    const options = [...choices.matchAll(/<option\b([^>]*)>/gs)].map(([, option = ""]) =>
      readAttributes(option),
    );
    const chosen = options.find(({ selected }) => selected !== undefined) ?? options[0];
    if (name !== undefined && chosen !== undefined) yield [name, chosen.value ?? ""];
  }
}

function readAttributes(tag: string): Partial<Record<string, string>> {
  const found = tag.matchAll(/([^\s"'=/>]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g);
  return Object.fromEntries(
    [...found].map(([, name = "", double, single, bare]) => [
      name.toLowerCase(),
      decode(double ?? single ?? bare ?? ""),
    ]),
  );
}

const entities: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
};

function decode(text: string): string {
  return text.replace(/&(?:#x([\da-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, name) => {
    if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
    if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
    return entities[name] ?? whole;
  });
}
