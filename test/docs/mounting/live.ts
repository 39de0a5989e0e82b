import type { Server } from "node:http";
import type { Mfa } from "express-mfa";
import { WebSocketServer } from "ws";

export function liveDoors(server: Server, mfa: Mfa) {
  const sockets = new WebSocketServer({ noServer: true });
  server.on("upgrade", async (req, socket, head) => {
    socket.on("error", () => socket.destroy());
    const checked = await mfa.check(req); // the policy, and Origin
    if (!checked.ok)
      return socket.end(`HTTP/1.1 ${checked.problem.status} Refused\r\nConnection: close\r\n\r\n`);
    sockets.handleUpgrade(req, socket, head, (client) => {
      client.on("error", () => client.terminate()); // a frame that is none; unheard, it ends the process
      client.send(`hello ${checked.operator.username}`);
      // Signed out, disabled, timed out, or the policy asks for more: here and in every process, within a second.
      const end = () => client.close(4401, "signed out");
      if (checked.signal.aborted) end();
      else checked.signal.addEventListener("abort", end, { once: true });
    });
  });
}
