import { parseArgs } from "node:util";
import { MfaError, remedies } from "../errors/index.js";
import { createMfa } from "../index.js";
import { createLanguages } from "../locales/index.js";
import type { Command, Console, FirstCommand, Told } from "./command.js";
import { commands } from "./commands.js";
import { readConfig } from "./config.js";

const wrongUse = 2;
const interrupted = 130;

/** One call of `express-mfa`. The exit code: 0 went well, 1 did not, 2 was not understood, 130 was interrupted. */
export async function run(args: readonly string[], console: Console): Promise<number> {
  const command = commands
    .filter(({ name }) => name.split(" ").every((word, at) => args[at] === word))
    .sort((a, b) => b.name.length - a.name.length)[0];
  if (args.includes("--help") || args.includes("-h")) {
    console.out(command === undefined ? help(args[0]) : helpOf(command));
    return 0;
  }
  if (command === undefined) {
    console.err(`${notUnderstood(args)}\n\n${help(args[0])}`);
    return wrongUse;
  }
  const read = readArguments(command, args);
  if (typeof read === "string") {
    console.err(`${read}\n${helpOf(command)}`);
    return wrongUse;
  }
  try {
    if (!("begin" in command)) return await work(command, read, console);
    return tell(await command.begin({ ...read, console }), read.json, console);
  } catch (error) {
    if ("begin" in command && console.signal.aborted) {
      console.err("\n"); // off the line of the question
      return interrupted;
    }
    tellError(error, read.json, console);
    return 1;
  }
}

interface Read {
  readonly words: readonly string[];
  readonly options: Readonly<Record<string, string | undefined>>;
  readonly flags: ReadonlySet<string>;
  readonly json: boolean;
}

function readArguments(command: Command | FirstCommand, args: readonly string[]): Read | string {
  const own = "begin" in command ? command.options : [...command.options, "config"];
  const named = Object.fromEntries(own.map((name) => [name, { type: "string" as const }]));
  const flags = ["json", ...(command.flags ?? [])];
  const marked = Object.fromEntries(flags.map((name) => [name, { type: "boolean" as const }]));
  try {
    const { values, positionals } = parseArgs({
      args: args.slice(command.name.split(" ").length),
      options: { ...named, ...marked },
      allowPositionals: true,
    });
    if (positionals.length !== command.words) return `${command.name}: wrong number of words`;
    const entries = Object.entries(values);
    const set = new Set(entries.filter(([, value]) => value === true).map(([name]) => name));
    const options = Object.fromEntries(entries.filter(([name]) => !flags.includes(name)));
    return { words: positionals, options: options as Read["options"], flags: set, json: set.has("json") };
  } catch (error) {
    return `${command.name}: ${(error as Error).message}`;
  }
}

async function work(command: Command, read: Read, console: Console): Promise<number> {
  const { json, ...given } = read;
  const config = await readConfig(given.options.config);
  const mfa = createMfa(config);
  mfa.on("fault", (fault) => console.err(`${fault instanceof Error ? fault.message : String(fault)}\n`));
  const running = async (): Promise<Told> => {
    try {
      await mfa.ready({ beside: true });
      return await command.run({ ...given, json, mfa, config, console });
    } catch (error) {
      const told = error instanceof MfaError ? command.failed?.(error, config) : undefined;
      if (told === undefined) throw error;
      return told;
    }
  };
  try {
    const told = await (command.looks ? Promise.race([running(), stopped(console.signal)]) : running());
    return tell(told, json, console);
  } finally {
    await mfa.close();
  }
}

/** The exit code. */
function tell(told: Told, json: boolean, console: Console): number {
  const text = json ? JSON.stringify(told.json) : told.text;
  if (text !== undefined) console.out(`${text}\n`);
  return told.exit ?? 0;
}

/** What is told of a command that was left where it stood. */
function stopped(signal: AbortSignal): Promise<Told> {
  return new Promise((resolve) => {
    const stop = () => resolve({ exit: interrupted });
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop);
  });
}

function tellError(error: unknown, json: boolean, console: Console): void {
  const { code, message, errors } =
    error instanceof MfaError
      ? error
      : {
          code: "ERR_MFA_FAULT",
          message: error instanceof Error ? error.message : String(error),
          errors: undefined,
        };
  const told = errors === undefined ? message : sentencesOf(errors);
  console.err(
    json ? `${JSON.stringify({ code, message: told, errors })}\n` : `${code}: ${told}\n${cureOf(error)}`,
  );
}

function cureOf(error: unknown): string {
  return error instanceof MfaError ? `  ${remedies[error.code].cure}\n` : "";
}

/** What is wrong with each field, in the words of the pages. */
function sentencesOf(errors: Readonly<Record<string, string>>): string {
  const { errors: words } = createLanguages(new Map()).choose([]).locale;
  const sentences: Readonly<Record<string, string>> = words;
  return Object.entries(errors)
    .map(([field, id]) => `${field}: ${sentences[id] ?? id}`)
    .join("\n");
}

function notUnderstood(args: readonly string[]): string {
  const [first] = args;
  if (first === undefined) return "express-mfa: say what to do";
  if (first.startsWith("-")) return "express-mfa: the command comes first, and then its options";
  const words = args.filter((word) => !word.startsWith("-")).slice(0, 2);
  return `express-mfa: there is no command "${words.join(" ")}"`;
}

/** Of the commands of that group, where it is one; else of all. */
function help(group = ""): string {
  const chosen = commands.filter(({ name }) => name.startsWith(`${group} `));
  const lines = (chosen.length > 0 ? chosen : commands).flatMap(({ name, usage, about }) => [
    `  ${`${name} ${usage}`.trim()}`,
    `      ${about}`,
  ]);
  return [
    "express-mfa: for the first day and the bad one, at the server. Uses the options in express-mfa.config.js.",
    "",
    ...lines,
    "",
    "  --config FILE   where the options are",
    "  --json          tell it as JSON",
    "  --help          of a command",
    "",
  ].join("\n");
}

function helpOf(command: Command | FirstCommand): string {
  const { name, usage, about } = command;
  const common = "begin" in command ? "[--json]" : "[--config FILE] [--json]";
  return `express-mfa ${[name, usage, common].filter(Boolean).join(" ")}\n  ${about}\n`;
}
