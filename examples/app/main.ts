import { homedir } from "node:os";
import { join } from "node:path";
import { Client, NotSecure } from "./client.js";
import { openDoor, showDoors } from "./doors.js";
import { keepIn } from "./keep.js";
import { GaveUp, proceed } from "./sign-in.js";
import { EndOfInput, openTerminal } from "./terminal.js";

/** `npm start -- http://localhost:3000`: signs in, and opens doors. */
const [base = "http://localhost:3000"] = process.argv.slice(2);
const file = process.env.KEEP_FILE ?? join(homedir(), ".net2-terminal", "device");
const terminal = openTerminal();

try {
  const client = new Client(base, keepIn(file));
  const username = await terminal.ask("User name:");
  const password = await terminal.ask("Password:", { hidden: true });
  await proceed(client, terminal, await client.signIn(username, password));
  terminal.say("You are signed in.");
  for (;;) {
    const door = await terminal.ask("Door to open (empty: list, q: sign out):");
    if (door === "q") break;
    if (door === "") await showDoors(client, terminal);
    else await openDoor(client, terminal, door);
  }
  await client.signOut();
  terminal.say("You are signed out.");
} catch (error) {
  if (!(error instanceof EndOfInput)) console.error(messageOf(error));
  process.exitCode = 1;
} finally {
  terminal.close();
}

function messageOf(error: unknown): string {
  if (error instanceof GaveUp || error instanceof NotSecure) return error.message;
  const { cause } = error as { readonly cause?: { readonly code?: string } };
  return cause?.code === "ECONNREFUSED" ? `Nothing answers at ${base}` : String(error);
}
