import type { z } from "zod";
import type { View } from "../contract/index.js";
import { engineerViews } from "./engineer-views.js";
import { ownViews } from "./own-views.js";

/**
 * The views as JSON answers. What stands at the top of an answer stays open, so that it can be joined with the members of a
 * problem or the tokens of an app; all below is closed.
 */
const views = { ...ownViews, ...engineerViews };

/** As a view is typed, without its `readonly`. */
type Plain<T> = T extends readonly (infer One)[]
  ? Plain<One>[]
  : T extends object
    ? { -readonly [K in keyof T]: Plain<T[K]> }
    : T;
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;

/**
 * Does not compile where what a view has and what its schema says are two things. A member that may be left out and is not
 * in the schema is found by the tests, which hold every answer against it.
 */
type Checked = {
  [State in Exclude<View["state"], "enrol">]: Same<
    Plain<z.output<(typeof views)[State]>>,
    Plain<Extract<View, { state: State }>>
  >;
};
type AllTrue<T extends Readonly<Record<string, true>>> = T;
export type ViewsFit = AllTrue<Checked>;

export const viewSchemas: Readonly<Record<View["state"], z.ZodObject>> = views;
