import type { MfaError } from "../errors/index.js";
import type { Mfa } from "../mfa/index.js";
import type { MfaOptions } from "../options/index.js";

/** Puts a question to whoever sits there; the line that they typed. */
export type Ask = (question: string) => Promise<string>;

/** Where a command reads and writes. */
export interface Console {
  out(text: string): void;
  err(text: string): void;
  /** Missing where nobody sits there. */
  readonly ask?: Ask | undefined;
  readonly signal: AbortSignal;
}

export interface Given {
  readonly mfa: Mfa;
  /** What the server is started with. */
  readonly config: MfaOptions;
  readonly console: Console;
  /** Words after the command: `["anna"]`. */
  readonly words: readonly string[];
  readonly options: Readonly<Record<string, string | undefined>>;
  /** `--json` */
  readonly json: boolean;
}

/** What a command found or did: as JSON with `--json`, else as text; nothing where it has told all itself. */
export interface Told {
  readonly json?: unknown;
  readonly text?: string;
  /** Of the process; left out: 0. */
  readonly exit?: number;
}

interface Described {
  /** `operators reset` */
  readonly name: string;
  /** What follows the name: `<username> [--hours 24]`. */
  readonly usage: string;
  /** One sentence. */
  readonly about: string;
  /** Names of the options that take a value. */
  readonly options: readonly string[];
  /** Names of those that take none, beside `--json`. */
  readonly flags?: readonly string[];
  /** How many words have to follow. */
  readonly words: number;
}

/** At a system that is there: with its options, and its storage open. */
export interface Command extends Described {
  /** It changes nothing, so Ctrl-C ends it at once. One that changes something looks at the signal between two steps. */
  readonly looks?: true;
  run(given: Given): Promise<Told>;
  /** What it tells where nothing opens; left out: the error. */
  failed?(error: MfaError, config: MfaOptions): Told | undefined;
}

/** Before there is a system. */
export interface FirstCommand extends Described {
  begin(given: Begun): Promise<Told>;
}

export interface Begun extends Pick<Given, "console" | "options" | "json"> {
  readonly flags: ReadonlySet<string>;
}
