export interface Door {
  readonly id: string;
  readonly name: string;
  readonly area: string;
  /** Who opened it from here, while it is open. */
  readonly openedBy?: string;
  /** Milliseconds since the epoch; it closes by itself then. */
  readonly openUntil?: number;
}

/** How long a door stays unlocked when an operator opens it, in milliseconds. */
const openFor = 7000;

const installed: readonly Door[] = [
  { id: "front", name: "Front entrance", area: "Ground floor" },
  { id: "reception", name: "Reception", area: "Ground floor" },
  { id: "loading", name: "Loading bay", area: "Ground floor" },
  { id: "office", name: "Office, west", area: "First floor" },
  { id: "server-room", name: "Server room", area: "First floor" },
  { id: "car-park", name: "Car park barrier", area: "Outside" },
];

/** The doors of the site, as their control units would report them. */
export class Doors {
  readonly #doors = new Map(installed.map((door) => [door.id, door]));

  all(now: number): Door[] {
    return [...this.#doors.values()].map((door) => asOf(door, now));
  }

  find(id: string, now: number): Door | undefined {
    const door = this.#doors.get(id);
    return door && asOf(door, now);
  }

  open(id: string, by: string, now: number): Door | undefined {
    const door = this.#doors.get(id);
    if (door === undefined) return undefined;
    const opened = { ...door, openedBy: by, openUntil: now + openFor };
    this.#doors.set(id, opened);
    return opened;
  }
}

function asOf(door: Door, now: number): Door {
  if (door.openUntil === undefined || now < door.openUntil) return door;
  const { id, name, area } = door;
  return { id, name, area };
}
