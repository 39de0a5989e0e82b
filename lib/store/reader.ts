import type { Backend } from "../contract/index.js";

/** The raw value of one key, `undefined` where there is none. */
export type Reader = (key: string) => Promise<string | undefined>;

interface Batch {
  /** Each key, and its place in the answer. */
  readonly places: Map<string, number>;
  readonly answer: Promise<readonly (string | undefined)[]>;
}

/** One statement of a store takes far more; past it nobody gains by waiting for the others' values. */
const most = 256;

/**
 * What is asked for in one turn of the event loop is one call to the store: a protected request is one round trip, and so
 * are all those that arrived together. Each value is of after it was asked for.
 */
export function createReader(backend: Backend): Reader {
  let filling: Batch | undefined;

  const begin = (): Batch => {
    const places = new Map<string, number>();
    const answer = new Promise(setImmediate).then(async () => {
      if (filling === batch) filling = undefined;
      const values = await backend.read([...places.keys()]);
      // What is not answered would read as absent.
      if (values.length !== places.size)
        throw new TypeError(`${places.size} keys were read, and ${values.length} values came back`);
      return values;
    });
    const batch = { places, answer };
    return batch;
  };

  return async (key) => {
    filling ??= begin();
    const { places, answer } = filling;
    const place = places.get(key) ?? places.size;
    places.set(key, place);
    if (places.size >= most) filling = undefined;
    return (await answer)[place];
  };
}
