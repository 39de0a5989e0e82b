/** As much of Keyv 6 as the tests use: the types of the root are those of Keyv 5. */
export interface Keyv {
  namespace: string | undefined;
  get(key: string): Promise<unknown>;
  set(key: string, value: unknown, ttl?: number): Promise<unknown>;
  disconnect(): Promise<void>;
}
export type Make = new (...args: readonly unknown[]) => Keyv;

/** By a name that the compiler does not follow. */
export const load = async (name: string) => (await import(name)) as Readonly<Record<string, Make>>;
export const { Keyv } = (await load("keyv")) as { readonly Keyv: Make };
export const { KeyvSqlite } = (await load("@keyv/sqlite")) as { readonly KeyvSqlite: Make };
export const { KeyvPostgres } = (await load("@keyv/postgres")) as { readonly KeyvPostgres: Make };
export const { default: KeyvRedis } = (await load("@keyv/redis")) as { readonly default: Make };

/** Keyv 6 over a place that can be handed to another process: `redis://…`, `postgres://…#table`, or a file. */
export function keyvAt(place: string): Keyv {
  return new Keyv({ store: adapterAt(place), namespace: "net2" });
}

function adapterAt(place: string): Keyv {
  if (place.startsWith("redis:")) return new KeyvRedis(place);
  const [uri = "", table = "keyv"] = place.split("#");
  if (place.startsWith("postgres:")) return new KeyvPostgres({ uri, table, max: 4 });
  return new KeyvSqlite({ uri: `sqlite://${place}`, busyTimeout: 5000 });
}
