import { readFileSync } from "node:fs";

/** One option, as the comment before it says. */
export interface Documented {
  /** `session.idle` where it stands in an object of its own. */
  readonly name: string;
  readonly what: string;
  /** `needed` where it may not be left out; nothing where its parts say it. */
  readonly byDefault: string;
}

const read = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), "utf8");

/**
 * The members of an interface, in the order of the file. The compiler offers no reader of its own, and needs none here: a comment, the name
 * after it and the braces around it are all there is to find.
 *
 * @throws when one has no comment, or may be left out and does not say what holds then
 */
export function membersOf(file: string, name: string): readonly Documented[] {
  const text = read(file);
  const start = text.search(new RegExp(`^export interface ${name}\\b`, "m"));
  if (start === -1) throw new Error(`${file} has no interface ${name}`);
  const found: (Documented & { readonly optional: boolean })[] = [];
  const within: string[] = [];
  let comment: string | undefined;
  let last = "";
  const signs = /\/\*\*([\s\S]*?)\*\/|^ *(?:readonly )?(\w+)(\?)?[(:]|([{}])/gm;
  signs.lastIndex = start;
  for (let sign = signs.exec(text); sign !== null; sign = signs.exec(text)) {
    const [, words, member, optional, brace] = sign;
    if (words !== undefined) comment = words;
    if (brace === "{") within.push(last);
    if (brace === "}") within.pop();
    if (within.length === 0 && brace !== undefined) break;
    if (member === undefined) continue;
    last = member;
    const whole = [...within.slice(1), member].join(".");
    if (comment === undefined) throw new Error(`${file}: ${whole} has no comment`);
    found.push({ name: whole, optional: optional === "?", ...split(comment) });
    comment = undefined;
  }
  return found.map(({ optional, ...member }) => {
    const isGroup = found.some(({ name: other }) => other.startsWith(`${member.name}.`));
    if (optional && !isGroup && member.byDefault === "")
      throw new Error(`${file}: ${member.name} says no default`);
    return optional ? member : { ...member, byDefault: "needed" };
  });
}

/** What the comment before an exported function says of it, and of its parameter. */
export function commentOf(file: string, name: string): { readonly what: string; readonly parameter: string } {
  const before = read(file).split(new RegExp(`^export function ${name}\\(`, "m"))[0] ?? "";
  const comment = before.slice(before.lastIndexOf("/**"));
  const [, parameter = ""] = /@param \w+ ([\s\S]*?)(?=@|\*\/)/.exec(comment) ?? [];
  return { what: split(comment.replace("/**", "").replace("*/", "")).what, parameter: plain(parameter) };
}

function split(comment: string): Pick<Documented, "what" | "byDefault"> {
  const [what = "", byDefault = ""] = plain(comment.split(/^\s*\* @/m)[0] ?? "").split(/ ?\bDefault:? /);
  return { what, byDefault: byDefault.replace(/\.$/, "") };
}

/** In one line, as a cell of a table has it. */
function plain(comment: string): string {
  return comment
    .replace(/^\s*\* ?/gm, " ")
    .replace(/\s+/g, " ")
    .replaceAll("|", "\\|")
    .trim();
}
