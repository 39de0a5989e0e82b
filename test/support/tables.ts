import { codes, remedies } from "../../lib/errors/index.js";

const rowsOf = (head: readonly string[], rows: readonly (readonly string[])[]) =>
  [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");

/** The tables of the papers that are written from the source, by the name in their marker. */
const tables: Readonly<Record<string, () => string>> = {
  errors: () =>
    rowsOf(
      ["code", "status", "cause", "cure"],
      Object.entries(remedies).map(([code, { cause, cure }]) => [
        `\`${code}\``,
        String(codes[code as keyof typeof codes][0]),
        cause,
        cure,
      ]),
    ),
};

/** The papers that have such tables. */
export const papersWithTables = ["docs/errors.md"];

/** The paper with each of its tables as the source has it now. */
export function withTables(paper: string): string {
  return paper.replaceAll(
    /(<!-- table: (\w+), made by npm run docs -->\n)[\s\S]*?(<!-- end of table -->)/g,
    (_, start: string, name: string, end: string) => {
      const table = tables[name];
      if (table === undefined) throw new Error(`there is no table "${name}"`);
      return `${start}${table()}\n${end}`;
    },
  );
}
