import type { Strategy } from "../contract/index.js";
import { type Asset, scriptAsset } from "../pages/index.js";
import type { Parts } from "./parts.js";

const made = new WeakMap<Strategy, Asset>();

/** The script that the forms of this strategy need, under a name of its own. */
function scriptOf(strategy: Strategy): Asset | undefined {
  const known = made.get(strategy);
  if (known !== undefined || strategy.script === undefined) return known;
  const asset = scriptAsset(strategy.id, strategy.script());
  made.set(strategy, asset);
  return asset;
}

/** Paths of the scripts below the mount, by strategy. */
export function strategyScripts({ catalogue }: Pick<Parts, "catalogue">): ReadonlyMap<string, string> {
  return new Map(
    [...catalogue.values()].flatMap((strategy) => {
      const asset = scriptOf(strategy);
      return asset === undefined ? [] : [[strategy.id, `/assets/${asset.name}`] as const];
    }),
  );
}

/** One by the name of its file. */
export function scriptNamed({ catalogue }: Pick<Parts, "catalogue">, file: string): Asset | undefined {
  return [...catalogue.values()].map(scriptOf).find((asset) => asset?.name === file);
}
