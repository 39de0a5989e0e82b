import { type IncomingMessage, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { WebSocketServer } from "ws";
import type { AccessEvent, Events } from "./events.js";
import type { Net2Mfa } from "./mfa.js";
import { timeText } from "./pages/time.js";

export type OnUpgrade = (req: IncomingMessage, socket: Duplex, head: Buffer) => void;

/** Close codes of our own (RFC 6455 §7.4.2): the session has ended, so there is no use in coming back without signing in. */
const signedOut = 4401;

/**
 * Door events as they happen, by WebSocket. No middleware guards an upgrade: `mfa.check` does, and it looks at Origin, since any
 * page may open a socket to us with our cookie. Its signal ends the socket with the session.
 */
export function liveEvents(mfa: Net2Mfa, events: Events): OnUpgrade {
  // Nobody has anything to say to us here.
  const server = new WebSocketServer({ noServer: true, maxPayload: 1024 });
  return (req, socket, head) => {
    socket.on("error", () => socket.destroy());
    // Not by URL: it throws at `//`, and what is thrown here ends the process.
    if (req.url?.split("?")[0] !== "/net2/live") return refuse(socket, 404);
    mfa.check(req).then((checked) => {
      if (!checked.ok) return refuse(socket, checked.problem.status);
      if (socket.destroyed) return;
      server.handleUpgrade(req, socket, head, (client) => {
        const { signal } = checked;
        const end = () => client.close(signedOut, "signed out");
        const stop = events.listen((event) => client.send(messageOf(event)));
        client.on("error", () => client.terminate());
        client.on("close", () => {
          stop();
          signal.removeEventListener("abort", end);
        });
        if (signal.aborted) end();
        else signal.addEventListener("abort", end);
      });
    });
  };
}

/** The time as the rows of the page say it. */
function messageOf(event: AccessEvent): string {
  return JSON.stringify({ ...event, time: timeText(event.at) });
}

function refuse(socket: Duplex, status: number): void {
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
  );
}
