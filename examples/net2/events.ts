export interface AccessEvent {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly what: string;
  readonly door: string;
  readonly who: string;
}

/** The oldest ones make room: this is what a screen shows, not an archive. */
const most = 200;

/** Minutes before the start, what, where, who: so that the first visitor sees a morning that has been lived in. */
const morning = [
  [214, "Access permitted", "Car park barrier", "Maria Lind"],
  [211, "Access permitted", "Front entrance", "Maria Lind"],
  [187, "Access permitted", "Front entrance", "Jonas Berg"],
  [152, "Access denied: outside working hours", "Server room", "Cleaning team"],
  [96, "Access permitted", "Loading bay", "Olle Holm"],
  [95, "Door held open", "Loading bay", "—"],
  [91, "Door closed", "Loading bay", "—"],
  [44, "Access permitted", "Server room", "Sara Nyman"],
  [12, "Unknown token", "Front entrance", "—"],
] as const;

export class Events {
  readonly #events: AccessEvent[];
  readonly #listeners = new Set<(event: AccessEvent) => void>();

  constructor(now: number) {
    this.#events = morning.map(([minutes, what, door, who]) => ({
      at: now - minutes * 60_000,
      what,
      door,
      who,
    }));
  }

  add(event: AccessEvent): void {
    this.#events.push(event);
    if (this.#events.length > most) this.#events.shift();
    for (const listener of this.#listeners) listener(event);
  }

  /** Calls the listener with each event from now on; the answer ends it. */
  listen(listener: (event: AccessEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The newest first. */
  recent(limit: number): AccessEvent[] {
    return this.#events.slice(-limit).reverse();
  }
}
