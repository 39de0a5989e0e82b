import { EventEmitter } from "node:events";

/** A Keyv adapter that nobody knows: slow, so that two callers come between each other's get and set. */
export class StrangeAdapter extends EventEmitter {
  readonly opts = { url: "strange://" }; // Keyv looks into it
  namespace: string | undefined;
  readonly map = new Map<string, string>();
  /** While it is set, every call throws it. */
  fault: Error | undefined;

  async get(key: string): Promise<string | undefined> {
    await this.turn();
    return this.map.get(key);
  }

  async set(key: string, value: string): Promise<void> {
    await this.turn();
    this.map.set(key, value);
  }

  async delete(key: string): Promise<boolean> {
    await this.turn();
    return this.map.delete(key);
  }

  async clear(): Promise<void> {
    this.map.clear();
  }

  async *iterator(namespace?: string): AsyncGenerator<readonly [string, string]> {
    await this.turn();
    for (const entry of this.map) if (entry[0].startsWith(`${namespace}:`)) yield entry;
  }

  private async turn(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    if (this.fault !== undefined) throw this.fault;
  }
}
