import type { Described } from "../openapi/index.js";
import type { Caller } from "./caller.js";
import type { Exchange } from "./exchange.js";
import type { Reply } from "./reply.js";
import { engineer, known, recovering, signedIn, type UseCase } from "./use-case.js";

/** A use case for a kind of caller, and what the OpenAPI document says of it. */
export interface Operation {
  readonly run: UseCase;
  /** Missing: no part of the API. */
  readonly described?: Described;
}

type Run<Whose> = (x: Exchange, caller: Whose) => Promise<Reply | undefined> | Promise<void>;
type Says = Omit<Described, "who">;

function operation<Whose>(
  who: Described["who"],
  guard: (x: Exchange, caller: Caller | undefined) => Whose,
): (run: Run<Whose>, says: Says) => Operation {
  return (run, says) => ({
    run: async (x, caller) => (await run(x, guard(x, caller))) ?? undefined,
    described: { ...says, who },
  });
}

/** What nobody is asked for a proof of. */
export const forAnybody = operation("anybody", (_, caller) => caller);
export const forKnown = operation("known", known);
export const forRecovering = operation("known", recovering);
export const forSignedIn = operation("signed-in", signedIn);
export const forEngineers = operation("engineer", engineer);
