export interface Tag {
  readonly name: string;
  readonly attributes: Readonly<Partial<Record<string, string>>>;
  /** Where it ends in the page. */
  readonly end: number;
}

/** The opening tags of a page. Enough HTML for pages that we write ourselves. */
export function tagsOf(html: string, name = "[a-z][a-z0-9]*"): Tag[] {
  const tags = html.matchAll(new RegExp(`<(${name})\\b([^>]*)>`, "g"));
  return [...tags].map((match) => ({
    name: match[1] ?? "",
    attributes: attributesOf(match[2] ?? ""),
    end: match.index + match[0].length,
  }));
}

function attributesOf(text: string): Record<string, string> {
  const found = text.matchAll(/([^\s"'=/]+)(?:="([^"]*)")?/g);
  return Object.fromEntries([...found].map(([, name = "", value = ""]) => [name, decode(value)]));
}

/** The text of the element with this id, its tags taken out. */
export function textOf(html: string, id: string): string | undefined {
  const tag = tagsOf(html).find(({ attributes }) => attributes.id === id);
  return tag && plain(html.slice(tag.end, html.indexOf(`</${tag.name}>`, tag.end)));
}

/** The text of each element of this name. */
export function textsOf(html: string, name: string): string[] {
  return tagsOf(html, name).map(({ end }) => plain(html.slice(end, html.indexOf(`</${name}>`, end))));
}

export interface Form {
  readonly action: string;
  readonly method: string;
  readonly fields: Readonly<Partial<Record<string, string>>>;
  readonly inputs: readonly Tag[];
  readonly button: string;
}

export function formsOf(html: string): Form[] {
  return [...html.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gs)].map(([, tag = "", content = ""]) => {
    const { action = "", method = "get" } = attributesOf(tag);
    const inputs = tagsOf(content, "input");
    const fields = inputs.map(({ attributes: { name = "", value = "" } }) => [name, value] as const);
    const [button = ""] = textsOf(content, "button");
    return { action, method, inputs, fields: Object.fromEntries(fields), button };
  });
}

function plain(html: string): string {
  return decode(html.replace(/<[^>]*>/g, ""));
}

function decode(text: string): string {
  const entities: Partial<Record<string, string>> = { lt: "<", gt: ">", quot: '"', "#39": "'", amp: "&" };
  return text.replace(/&(lt|gt|quot|#39|amp);/g, (whole, name: string) => entities[name] ?? whole);
}
