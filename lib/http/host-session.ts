import type { IncomingMessage } from "node:http";

/** What express-session puts on a request. */
interface WithSession {
  readonly session?: { regenerate?(done: (error?: unknown) => void): unknown } | null;
}

/**
 * A host that keeps a session of its own beside ours gets a new one whenever somebody comes or goes: what was put into it
 * before belongs to somebody else (ASVS 7.2.4).
 */
export function renewHostSession(req: IncomingMessage): Promise<void> {
  const { session } = req as WithSession;
  if (typeof session?.regenerate !== "function") return Promise.resolve();
  return new Promise((resolve, reject) => {
    session.regenerate?.((error) => (error ? reject(error) : resolve()));
  });
}
