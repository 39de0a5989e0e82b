/** What a probe found. */
export type ProbeResult =
  | { readonly ok: true; readonly detail?: string }
  | {
      readonly ok: false;
      readonly reason: ProbeReason;
      /** For the log and the engineer: what the other side said. */
      readonly detail?: string;
    };

/**
 * Why it is not so.
 * - `off`: not asked, by the options
 * - `none`: there is nothing to ask, as no mail server is set up
 * - `silent`: no answer in time
 * - `refused`: an answer, and it was no
 * - `unknown-host`: there is no such name, or nobody to ask for it
 * - `failed`: anything else
 */
export type ProbeReason = "off" | "none" | "silent" | "refused" | "unknown-host" | "failed";

export type ClockResult =
  | {
      readonly ok: true;
      /** Milliseconds by which the time server is ahead of this one; negative: behind. */
      readonly offset: number;
      /** Milliseconds for which the answer was under way. */
      readonly roundTrip: number;
    }
  | Extract<ProbeResult, { readonly ok: false }>;

/** Looks at the world outside. Each call ends within 3 s, throws nothing, and is kept for a minute (a failure for 10 s). */
export interface Probes {
  /** Does the mail server answer, and take us? */
  smtp(how?: ProbeHow): Promise<ProbeResult>;
  /** Can any of the hosts that the options name be reached? */
  internet(how?: ProbeHow): Promise<ProbeResult>;
  /** What time do the time servers have? */
  clock(how?: ProbeHow): Promise<ClockResult>;
}

export interface ProbeHow {
  /** Ask, whatever is kept; one that is under way is joined. Default `false`. */
  readonly fresh?: boolean;
}

/** The option `probes`: what is asked, or the host's own function in its place. `false`: nothing is. */
export interface ProbeOptions {
  /** Ask the mail server. Default `true`. */
  readonly smtp?: boolean | (() => Promise<ProbeResult>) | undefined;
  /** `"host:port"`, of which one that can be reached is enough. Default: none, nobody is asked. */
  readonly internet?: readonly string[] | (() => Promise<ProbeResult>) | undefined;
  /** Time servers, `"host"` or `"host:port"` (123): the median of their answers counts. Default: none, nobody is asked. */
  readonly sntp?: readonly string[] | (() => Promise<ClockResult>) | undefined;
}
