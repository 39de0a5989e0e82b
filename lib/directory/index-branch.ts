import { z } from "zod";
import type { CollectionSpec } from "../store/types.js";
import { cut, firstId, type Part, part } from "./index-part.js";

/** What is below: for each part how many it has, as of one of its versions. */
export interface Branch extends Part {
  readonly children: readonly Child[];
}

export interface Child {
  readonly id: string;
  readonly start: string;
  readonly version: number;
  readonly count: number;
  readonly withoutEmail: number;
}

/** Without the names of the numbers it is half as large, and each change writes a branch and the root. */
const child = z
  .tuple([z.string(), z.string(), z.number(), z.number(), z.number()])
  .transform(
    ([id, start, version, count, withoutEmail]): Child => ({ id, start, version, count, withoutEmail }),
  );
const branch = z.strictObject({ ...part, children: z.array(child) });

export const branchesSpec: CollectionSpec<Branch> = {
  prefix: "branch",
  parse: (stored) => branch.parse(stored) as Branch,
  store: ({ children, ...rest }) => ({
    ...rest,
    children: children.map((one) => [one.id, one.start, one.version, one.count, one.withoutEmail]),
  }),
  held: 1024,
};

/** The branch above all others, which has no end and is not split: at ten million operators it has some thousand children. */
export const rootId = "root";

const firstChild: Child = { id: firstId, start: "", version: 0, count: 0, withoutEmail: 0 };
export const firstBranch: Branch = { version: 0, start: "", children: [firstChild] };

export function branchChild(id: string, { start, version, children }: Branch): Child {
  return { id, start, version, ...sumOf(children) };
}

export function sumOf(children: readonly Child[]): Pick<Child, "count" | "withoutEmail"> {
  return children.reduce(
    (sum, { count, withoutEmail }) => ({
      count: sum.count + count,
      withoutEmail: sum.withoutEmail + withoutEmail,
    }),
    { count: 0, withoutEmail: 0 },
  );
}

/** The child that a name belongs to, as far as this branch knows. */
export function childAt({ children }: Branch, name: string): Child {
  let [low, high] = [0, children.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((children[middle]?.start ?? "") <= name) low = middle;
    else high = middle - 1;
  }
  return children[low] ?? firstChild;
}

/** The name that a child ends before, as far as this branch knows. */
export function endOf({ children, end }: Branch, place: number): string | undefined {
  return children[place + 1]?.start ?? end;
}

/** With what is newer than what it knows. The same reference where nothing is. */
export function learn(current: Branch, news: readonly Child[]): Branch {
  const children = new Map(current.children.map((one) => [one.id, one]));
  let learned = false;
  for (const one of news) {
    if (one.version <= (children.get(one.id)?.version ?? -1)) continue;
    children.set(one.id, one);
    learned = true;
  }
  if (!learned) return current;
  const sorted = [...children.values()].sort((a, b) => (a.start < b.start ? -1 : 1));
  return { ...current, version: current.version + 1, children: sorted };
}

export function cutBranch(whole: Branch, rightId: string): readonly [Branch, Branch] | undefined {
  const at = whole.children.length >> 1;
  const first = whole.children[at];
  if (first === undefined) return undefined;
  const [left, right] = cut(whole, first.start, rightId);
  return [
    { ...left, children: whole.children.slice(0, at) },
    { ...right, children: whole.children.slice(at) },
  ];
}
