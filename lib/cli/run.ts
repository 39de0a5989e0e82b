import { parseArgs } from "node:util";
import { MfaError } from "../errors/index.js";
import { createMfa } from "../index.js";
import type { Command, Console } from "./command.js";
import { commands } from "./commands.js";
import { readConfig } from "./config.js";

const wrongUse = 2;

/** One call of `express-mfa`. The exit code: 0 went well, 1 did not, 2 was not understood, 130 was interrupted. */
export async function run(args: readonly string[], console: Console): Promise<number> {
  const command = commands
    .filter(({ name }) => name.split(" ").every((word, at) => args[at] === word))
    .sort((a, b) => b.name.length - a.name.length)[0];
  const wantsHelp = args.includes("--help") || args.includes("-h");
  if (command === undefined) {
    console[wantsHelp || args.length === 0 ? "out" : "err"](help());
    return wantsHelp ? 0 : wrongUse;
  }
  if (wantsHelp) {
    console.out(helpOf(command));
    return 0;
  }
  const read = readArguments(command, args);
  if (typeof read === "string") {
    console.err(`${read}\n${helpOf(command)}`);
    return wrongUse;
  }
  try {
    return await work(command, read, console);
  } catch (error) {
    tellError(error, read.json, console);
    return 1;
  }
}

interface Read {
  readonly words: readonly string[];
  readonly options: Readonly<Record<string, string | undefined>>;
  readonly json: boolean;
}

function readArguments(command: Command, args: readonly string[]): Read | string {
  const named = Object.fromEntries(
    [...command.options, "config"].map((name) => [name, { type: "string" as const }]),
  );
  try {
    const { values, positionals } = parseArgs({
      args: args.slice(command.name.split(" ").length),
      options: { ...named, json: { type: "boolean" } },
      allowPositionals: true,
    });
    if (positionals.length !== command.words) return `${command.name}: wrong number of words`;
    const { json = false, ...options } = values;
    return { words: positionals, options: options as Read["options"], json: json === true };
  } catch (error) {
    return `${command.name}: ${(error as Error).message}`;
  }
}

async function work(command: Command, { words, options, json }: Read, console: Console): Promise<number> {
  const config = await readConfig(options.config);
  const mfa = createMfa(config);
  mfa.on("fault", (fault) => console.err(`${fault instanceof Error ? fault.message : String(fault)}\n`));
  try {
    await mfa.ready({ beside: true });
    const told = await command.run({ mfa, config, console, words, options, json });
    const text = json ? JSON.stringify(told.json) : told.text;
    if (text !== undefined) console.out(`${text}\n`);
    return told.exit ?? (console.signal.aborted ? 130 : 0);
  } finally {
    await mfa.close();
  }
}

function tellError(error: unknown, json: boolean, console: Console): void {
  const { code = "ERR_MFA_FAULT", message } =
    error instanceof MfaError ? error : { message: error instanceof Error ? error.message : String(error) };
  console.err(json ? `${JSON.stringify({ code, message })}\n` : `${code}: ${message}\n`);
}

function help(): string {
  const lines = commands.map(
    ({ name, usage, about }) => `  ${`${name} ${usage}`.trim().padEnd(52)} ${about}`,
  );
  return [
    "express-mfa: for the bad day, at the server. Uses the options in express-mfa.config.js.",
    "",
    ...lines,
    "",
    "  --config FILE   where the options are",
    "  --json          tell it as JSON",
    "  --help          of a command",
    "",
  ].join("\n");
}

function helpOf({ name, usage, about }: Command): string {
  return `express-mfa ${name} ${usage} [--config FILE] [--json]\n  ${about}\n`;
}
