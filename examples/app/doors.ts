import type { Client } from "./client.js";
import { proceed } from "./sign-in.js";
import type { Terminal } from "./terminal.js";

interface Door {
  readonly id: string;
  readonly name: string;
  readonly openedBy?: string;
}

export async function showDoors(client: Client, terminal: Terminal): Promise<void> {
  const response = await client.ask("GET", "/net2/api/doors");
  if (!response.ok) return terminal.say(await reason(response));
  for (const { id, name, openedBy } of (await response.json()) as readonly Door[])
    terminal.say(`${id}: ${name}${openedBy === undefined ? "" : `, open (${openedBy})`}`);
}

/** A door asks for a proof of the last minutes: where there is none it is given, and the door is asked once more. */
export async function openDoor(client: Client, terminal: Terminal, id: string): Promise<void> {
  const path = `/net2/doors/${encodeURIComponent(id)}/open`;
  let response = await client.ask("POST", path);
  const more = whatIsMissing(response);
  if (more !== undefined) {
    terminal.say("This door asks you to confirm that it is you.");
    await proceed(client, terminal, await client.where(`?${more}`));
    response = await client.ask("POST", path);
  }
  terminal.say(response.ok ? `${((await response.json()) as Door).name} is open.` : await reason(response));
}

/** RFC 9470 §3, as the query of the step that is missing: a fresh proof, by one of the strategies that `acr_values` names. */
function whatIsMissing(response: Response): URLSearchParams | undefined {
  const challenge = response.headers.get("WWW-Authenticate") ?? "";
  if (response.status !== 401 || !challenge.includes('error="insufficient_user_authentication"'))
    return undefined;
  const [, wanted] = /acr_values="([^"]*)"/.exec(challenge) ?? [];
  return new URLSearchParams({ need: "fresh", ...(wanted && { anyOf: wanted.split(" ").join(",") }) });
}

async function reason(response: Response): Promise<string> {
  const { title } = (await response.json().catch(() => ({}))) as { readonly title?: string };
  return title ?? `The server answers ${response.status}`;
}
