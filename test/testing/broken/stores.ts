import { setImmediate } from "node:timers/promises";
import type { Backend } from "../../../lib/contract/index.js";
import { hasExpired } from "../../../lib/store-kit/index.js";
import type { StorageCase } from "../../../lib/testing/index.js";
import { memoryBackend } from "../../../storage/keyv/memory.js";
import type { Broken } from "./strategies.js";

type Change = (sound: Backend, map: Map<string, string>) => Partial<Backend>;

const over = (map: Map<string, string>, change: Change): Backend => {
  const sound = memoryBackend({ store: map, namespace: "" });
  return { ...sound, ...change(sound, map) };
};

/** On one Map, which every connection to it shares, and which outlives them. */
const stored = (change: Change = () => ({})): StorageCase => {
  const map = new Map<string, string>();
  return { backend: over(map, change), reopen: () => over(map, change) };
};

export const soundStore = { name: "a sound store", make: () => stored() };

export const brokenStores: readonly Broken<StorageCase>[] = [
  {
    wrong: "swap does not look at what is there",
    red: [
      "puts only where nothing is",
      "changes nothing else",
      "does not make what it was to change",
      "deletes nothing else",
      "has one winner among 50 at once",
    ],
    make: () =>
      stored((_sound, map) => ({
        async swap(key, _previous, next) {
          if (next === undefined) map.delete(key);
          else map.set(key, next);
          return true;
        },
      })),
  },
  {
    wrong: "swap says that it won where it did not",
    red: [
      "puts only where nothing is",
      "changes nothing else",
      "deletes nothing else",
      "does not delete twice",
    ],
    make: () =>
      stored((sound) => ({
        async swap(...change) {
          await sound.swap(...change);
          return true;
        },
      })),
  },
  {
    wrong: "swap says that it won and puts nothing",
    red: ["puts where nothing is", "changes what is as expected", "deletes what is as expected"],
    make: () =>
      stored((sound) => ({
        swap: async (key, previous) => (await sound.read([key]))[0] === previous,
      })),
  },
  {
    wrong: "swap takes nothing for nothing as a mistake",
    red: ["confirms that nothing is there"],
    make: () =>
      stored((sound) => ({
        swap: async (key, previous, next, expires) =>
          (previous !== undefined || next !== undefined) && sound.swap(key, previous, next, expires),
      })),
  },
  {
    wrong: "swap says that it lost where it deleted",
    red: ["deletes what is as expected"],
    make: () =>
      stored((sound) => ({
        swap: async (key, previous, next, expires) =>
          (await sound.swap(key, previous, next, expires)) && (next !== undefined || previous === undefined),
      })),
  },
  {
    wrong: "swap waits between looking and putting",
    red: ["has one winner among 50 at once"],
    make: () =>
      stored((sound, map) => ({
        async swap(key, previous, next) {
          if ((await sound.read([key]))[0] !== previous) return false;
          await setImmediate();
          if (next === undefined) map.delete(key);
          else map.set(key, next);
          return true;
        },
      })),
  },
  {
    wrong: "a lock in the process, and a store that is shared",
    red: ["has one winner among those of two connections, where it is shared"],
    make: () =>
      stored((sound, map) => {
        let last: Promise<unknown> = Promise.resolve();
        return {
          shared: true,
          swap(key, previous, next) {
            const swapped = last.then(async () => {
              if ((await sound.read([key]))[0] !== previous) return false;
              await setImmediate();
              if (next === undefined) map.delete(key);
              else map.set(key, next);
              return true;
            });
            last = swapped;
            return swapped;
          },
        };
      }),
  },
  {
    wrong: "swap compares without regard to case",
    red: ["compares every character: case, blanks and the moment of expiry"],
    make: () =>
      stored((sound) => ({
        async swap(key, previous, next, expires) {
          const [raw] = await sound.read([key]);
          const alike = raw?.toLowerCase() === previous?.toLowerCase();
          return sound.swap(key, alike ? raw : previous, next, expires);
        },
      })),
  },
  {
    wrong: "what is deleted was not compared",
    red: ["deletes nothing else", "does not delete twice", "tells that something is there"],
    make: () =>
      stored((sound, map) => ({
        async swap(key, previous, next, expires) {
          if (next !== undefined) return sound.swap(key, previous, next, expires);
          map.delete(key);
          return true;
        },
      })),
  },
  {
    wrong: "read hides what has expired",
    red: ["still gives what has expired"],
    make: () =>
      stored((sound) => ({
        read: async (keys) =>
          (await sound.read(keys)).map((raw) =>
            raw !== undefined && hasExpired(raw, Date.now()) ? undefined : raw,
          ),
      })),
  },
  {
    wrong: "read leaves out what is not there",
    red: ["gives several keys in the order that was asked for, absent ones too"],
    make: () =>
      stored((sound) => ({
        read: async (keys) => (await sound.read(keys)).filter((raw) => raw !== undefined),
      })),
  },
  {
    wrong: "read gives its own order, as a table does",
    red: ["gives several keys in the order that was asked for, absent ones too"],
    make: () => stored((sound) => ({ read: (keys) => sound.read([...keys].sort()) })),
  },
  {
    wrong: "texts are cut off",
    red: ["gives back the very text, of 64 KB and of any script"],
    make: () =>
      stored((sound) => ({
        swap: (key, previous, next, expires) =>
          sound.swap(key, previous, next?.slice(0, 2 ** 16 - 1), expires),
      })),
  },
  {
    wrong: "keys are one whatever their case",
    red: ["tells keys apart that differ in case, in a wildcard or in a final blank"],
    make: () =>
      stored((sound) => ({
        read: (keys) => sound.read(keys.map((key) => key.toLowerCase())),
        swap: (key, ...change) => sound.swap(key.toLowerCase(), ...change),
      })),
  },
  {
    wrong: "list gives the newest last",
    red: ["gives what starts with the prefix, in the order of the keys"],
    make: () =>
      stored((_sound, map) => ({
        list: async (prefix, after, limit) =>
          [...map]
            .filter(([key]) => key.startsWith(prefix) && (after === undefined || key > after))
            .slice(0, limit),
      })),
  },
  {
    wrong: "list takes a prefix for a pattern",
    red: ["takes no character of a prefix for a wildcard"],
    make: () =>
      stored((sound) => ({
        async list(prefix, after, limit) {
          const like = new RegExp(`^${prefix.replaceAll("_", ".").replaceAll("%", ".*")}`, "i");
          const all = await sound.list("", undefined, 10_000);
          return all
            .filter(([key]) => like.test(key) && (after === undefined || key > after))
            .slice(0, limit);
        },
      })),
  },
  {
    wrong: "list begins each page with the last of the page before",
    red: [
      "goes on after a key, whether or not that key is there, and never outside the prefix",
      "in pages gives everything once",
    ],
    make: () =>
      stored((sound) => ({
        async list(prefix, after, limit) {
          const all = await sound.list(prefix, undefined, 10_000);
          return all.filter(([key]) => after === undefined || key >= after).slice(0, limit);
        },
      })),
  },
  {
    wrong: "list gives more than it was asked for",
    red: [
      "gives what starts with the prefix, in the order of the keys",
      "goes on after a key, whether or not that key is there, and never outside the prefix",
    ],
    make: () => stored((sound) => ({ list: (prefix, after) => sound.list(prefix, after, 10_000) })),
  },
  {
    wrong: "sweep drops what was renewed",
    red: ["is swept of what has expired, and of nothing else"],
    make: () => {
      const first = new Map<string, number>();
      return stored((sound, map) => ({
        swap(key, previous, next, expires) {
          if (expires !== undefined && !first.has(key)) first.set(key, expires);
          return sound.swap(key, previous, next, expires);
        },
        async sweep(now) {
          for (const [key, expires] of first) if (expires < now) map.delete(key);
          return first.size;
        },
      }));
    },
  },
  {
    wrong: "sweep drops nothing",
    red: ["is swept of what has expired, and of nothing else"],
    make: () => stored(() => ({ sweep: async () => 0 })),
  },
  {
    wrong: "closing forgets",
    red: ["has after a new start what was written before"],
    make: () => stored((_sound, map) => ({ close: async () => map.clear() })),
  },
  {
    wrong: "closing a second time is an error",
    red: ["can be closed twice"],
    make: () => {
      let closed = false;
      return stored(() => ({
        async close() {
          if (closed) throw new Error("it is closed");
          closed = true;
        },
      }));
    },
  },
  {
    wrong: "a commit that is told and never made, once in a while",
    red: ["counts 100 updates at once exactly, through the vault"],
    make: () => {
      let commits = 0;
      return stored((sound) => ({
        async swap(key, previous, next, expires) {
          commits += 1;
          return commits % 60 === 0 ? true : sound.swap(key, previous, next, expires);
        },
      }));
    },
  },
  {
    wrong: "nobody can tell whether others write to it",
    red: ["says what it is called, and whether others may write to it"],
    make: () => stored(() => ({ shared: undefined as never })),
  },
];
