import { z } from "zod";

/** A part of the index: all names from `start` on, and before `end`, in which another part (`next`) goes on. */
export interface Part {
  /** Goes up with each change. */
  readonly version: number;
  /** Never changes: a part only ever gives away what is at its end. */
  readonly start: string;
  readonly end?: string;
  readonly next?: string;
}

/** A leaf or a branch with more is split. 128 operators are some 20 kB, and each change writes one leaf anew. */
export const mostInPart = 128;

/** Of the leaf, and of the branch, where names begin: there from the start without being written. */
export const firstId = "first";

export const part = {
  version: z.number(),
  start: z.string(),
  end: z.string().exactOptional(),
  next: z.string().exactOptional(),
};

export function isPast({ end }: Part, name: string): boolean {
  return end !== undefined && name >= end;
}

/** What is kept of it, and what is given to the part at its right. */
export function cut<P extends Part>(whole: P, at: string, rightId: string): readonly [P, P] {
  return [
    { ...whole, version: whole.version + 1, end: at, next: rightId },
    { ...whole, version: 1, start: at },
  ];
}
