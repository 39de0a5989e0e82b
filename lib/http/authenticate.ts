import type { Attempts } from "./attempts.js";
import { callerOf } from "./caller.js";
import type { Dress } from "./dress.js";
import { exchange } from "./exchange.js";
import { asFault } from "./fault.js";
import { renewHostSession } from "./host-session.js";
import type { Parts } from "./parts.js";
import type { Handler } from "./protect.js";
import { sendProblem, sendReply } from "./render.js";

/** One strategy as a handler of the host: it goes on when the whole policy is met, else it answers itself. */
export function authenticate(parts: Parts, attempts: Attempts, dress: Dress, id: string): Handler {
  return (req, res, next) => {
    const x = exchange(parts, req, res);
    const run = async () => {
      const reply = await attempts.run(id, x);
      if (reply.operator === undefined) {
        await sendReply(x, reply, dress(x, reply, await callerOf(parts, req)));
        return false;
      }
      await renewHostSession(req);
      (req as { user?: unknown }).user = reply.operator;
      return true;
    };
    run().then(
      (passed) => passed && next(),
      (error: unknown) => sendProblem(x, asFault(error, parts)),
    );
  };
}
