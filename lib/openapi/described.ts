import type { z } from "zod";
import type { View } from "../contract/index.js";
import type { ErrorCode } from "../errors/index.js";

/** Who may call: anybody, whoever has passed the first step, whoever is in, or a system engineer. */
export type Who = "anybody" | "known" | "signed-in" | "engineer";

/** What the document says of one operation, beside what follows from whom it is for. */
export interface Described {
  /** One line. */
  readonly summary: string;
  readonly who: Who;
  /** The schema that checks the body; of an operation that is each strategy's, one for each. */
  readonly body?: z.ZodObject | ((strategy: string) => z.ZodObject);
  /** Ids of the strategies that it is for; default: all. */
  readonly strategies?: readonly string[];
  /** Parameters of the query, each with what it says. */
  readonly query?: Readonly<Record<string, string>>;
  /** States of the view that it answers with, or the media type of a file. */
  readonly answers: readonly View["state"][] | string;
  /** The tokens of an app may come with the answer. */
  readonly tokens?: boolean;
  /** What it may refuse, beside what all of its kind do. */
  readonly refuses?: readonly ErrorCode[];
}

/** An operation, and where it is: `/mfa/card/browsers/:id/end`. */
export interface DescribedRoute extends Described {
  readonly method: "get" | "post";
  readonly path: string;
}
