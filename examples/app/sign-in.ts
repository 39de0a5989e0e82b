import type { Answer, Client, StrategyView, View } from "./client.js";
import type { Terminal } from "./terminal.js";

/** The way is over: said, and nothing to be done here. */
export class GaveUp extends Error {}

/** Goes on from where a sign-in, or a step-up, stands until everything is there. */
export async function proceed(client: Client, terminal: Terminal, start: Answer): Promise<void> {
  let view = shown(terminal, start);
  while (view.state !== "signed-in") {
    if (view.state === "choose") view = await choose(client, terminal, view);
    else if (view.state === "challenge") view = await answer(client, terminal, view);
    else if (view.state === "enrol") view = await enrol(client, terminal, view);
    else throw new GaveUp(`Please go on in a browser: ${view.state}`);
  }
}

/** Where the caller stands; what went wrong is said. */
function shown(terminal: Terminal, result: Answer): View {
  if (result.ok) return result.view;
  const { title, detail, retryAfter, state } = result.problem;
  const wait = retryAfter === undefined ? "" : ` Try again in ${retryAfter} s.`;
  const text = `${title}.${detail === undefined ? "" : ` ${detail}.`}${wait}`;
  // Without a view there is no way on; a wait is the person's to wait.
  if (state === undefined || state === "sign-in" || retryAfter !== undefined) throw new GaveUp(text);
  terminal.say(text);
  return { ...result.problem, state };
}

async function choose(client: Client, terminal: Terminal, { strategies = [] }: View): Promise<View> {
  const id = await pick(
    terminal,
    "Which way?",
    strategies.filter(({ enrolled }) => enrolled),
  );
  return begin(
    client,
    terminal,
    strategies.find((strategy) => strategy.id === id),
  );
}

/** A code by mail is sent first; for others there is nothing to start. */
async function begin(client: Client, terminal: Terminal, strategy: StrategyView | undefined): Promise<View> {
  if (strategy === undefined) throw new GaveUp("There is no such way.");
  return shown(terminal, await client.start(strategy.id));
}

async function answer(client: Client, terminal: Terminal, view: View): Promise<View> {
  const { strategy = "", strategies = [], sent, trustDays = 0 } = view;
  const starts = strategies.find(({ id }) => id === strategy)?.starts === true;
  if (starts && sent === undefined) return shown(terminal, await client.start(strategy));
  if (sent?.to !== undefined) terminal.say(`A code was sent to ${sent.to}.`);
  const code = await terminal.ask(`Code (${strategy}):`);
  const trust = trustDays > 0 && (await yes(terminal, `Trust this app for ${trustDays} days?`));
  return shown(terminal, await client.verify(strategy, code, trust));
}

async function enrol(client: Client, terminal: Terminal, view: View): Promise<View> {
  const { strategy, strategies = [], confirm, handover, fields = ["code"] } = view;
  if (handover)
    return shown(terminal, await client.handover(await terminal.ask("The code from your engineer:")));
  if (confirm === null) throw new GaveUp("A system engineer has to give you a code first.");
  if (confirm !== undefined) return shown(terminal, await client.start(confirm));
  if (strategy === undefined) {
    const id = await pick(
      terminal,
      "What do you set up?",
      strategies.filter(({ enrollable }) => enrollable),
    );
    return shown(terminal, await client.enrol(id));
  }
  if (view.uri !== undefined) {
    terminal.say("Scan this with an authenticator app, or type the key into it.");
    await terminal.show(view.uri);
    terminal.say(`Key: ${view.secret}`);
  }
  const typed: Record<string, string> = {};
  for (const field of fields) typed[field] = await terminal.ask(`${field}:`);
  return shown(terminal, await client.finishEnrol(strategy, typed));
}

async function pick(terminal: Terminal, question: string, from: readonly StrategyView[]): Promise<string> {
  const ids = from.map(({ id }) => id);
  if (ids.length === 0) throw new GaveUp("There is nothing to choose from.");
  if (ids.length === 1) return ids[0] ?? "";
  const chosen = await terminal.ask(`${question} ${ids.map((id, n) => `${n + 1} ${id}`).join(", ")}:`);
  return ids[Number(chosen) - 1] ?? chosen;
}

async function yes(terminal: Terminal, question: string): Promise<boolean> {
  return /^y/i.test(await terminal.ask(`${question} (y/n)`));
}
