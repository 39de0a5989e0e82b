import { createInterface, type Interface } from "node:readline";
import { Writable } from "node:stream";
import { toString as draw } from "qrcode";

/** Questions and answers, line by line. */
export interface Terminal {
  say(text: string): void;
  /** Throws `EndOfInput` where nobody answers any more. */
  ask(question: string, how?: { readonly hidden?: boolean }): Promise<string>;
  /** A QR code, dark on light whatever the terminal's colours are. */
  show(text: string): Promise<void>;
  close(): void;
}

export class EndOfInput extends Error {}

export function openTerminal(): Terminal {
  let hidden = false;
  const output = new Writable({
    write(chunk, _encoding, done) {
      if (!hidden) process.stdout.write(chunk);
      done();
    },
  });
  const isTerminal = process.stdin.isTTY === true;
  const lines: Interface = createInterface({ input: process.stdin, output, terminal: isTerminal });
  const typed: string[] = [];
  const waiting: { resolve(line: string): void; reject(error: Error): void }[] = [];
  let ended = false;
  lines.on("line", (line) => {
    const next = waiting.shift();
    if (next === undefined) typed.push(line);
    else next.resolve(line);
  });
  lines.on("close", () => {
    ended = true;
    for (const { reject } of waiting.splice(0)) reject(new EndOfInput());
  });
  const nextLine = () =>
    new Promise<string>((resolve, reject) => {
      const line = typed.shift();
      if (line !== undefined) resolve(line);
      else if (ended) reject(new EndOfInput());
      else waiting.push({ resolve, reject });
    });

  return {
    say: (text) => void process.stdout.write(`${text}\n`),
    async ask(question, how = {}) {
      process.stdout.write(`${question} `);
      hidden = how.hidden === true;
      try {
        return (await nextLine()).trim();
      } finally {
        if (hidden || !isTerminal) process.stdout.write("\n");
        hidden = false;
      }
    },
    async show(text) {
      const picture = await draw(text, { type: "utf8" });
      const line = (row: string) => (process.stdout.isTTY ? `\x1b[30;107m${row}\x1b[0m` : row);
      process.stdout.write(`${picture.split("\n").map(line).join("\n")}\n`);
    },
    close: () => lines.close(),
  };
}
