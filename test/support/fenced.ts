/** A fenced block of a paper. */
export interface Fenced {
  readonly paper: string;
  readonly language: string;
  readonly code: string;
  /** The file that the line above names, and whether it is a part of it only. */
  readonly file?: string;
  readonly part: boolean;
}

export function fencedIn(paper: string, text: string): readonly Fenced[] {
  const blocks = text.matchAll(/(?:^<!-- (part of )?(\S+) -->\n)?^```(\w*)\n([\s\S]*?)^```$/gm);
  return [...blocks].map(([, part, file, language = "", code = ""]) => ({
    paper,
    language,
    code,
    part: part !== undefined,
    ...(file !== undefined && { file }),
  }));
}

/** Whether the lines stand in the text, one after the other, as far to the left or to the right as they like. */
export function isPartOf(text: string, code: string): boolean {
  const wanted = dedent(lines(code));
  const all = lines(text);
  return all.some((_, at) => dedent(all.slice(at, at + wanted.length)).join("\n") === wanted.join("\n"));
}

function lines(text: string): readonly string[] {
  return text.replace(/\n$/, "").split("\n");
}

function dedent(given: readonly string[]): readonly string[] {
  const indents = given.filter((line) => line.trim() !== "").map((line) => line.search(/\S/));
  const least = Math.min(...indents);
  return given.map((line) => line.slice(least));
}
