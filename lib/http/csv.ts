import type { ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Exchange } from "./exchange.js";
import { secureHeaders } from "./headers.js";

/** RFC 4180, a line for each row. */
export function csvOf(rows: readonly (readonly (string | number | undefined)[])[]): string {
  return rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}

/** At the start of a file: without it Excel takes UTF-8 for the code page of the machine. */
export const byteOrderMark = "\uFEFF";

function cell(value: string | number | undefined = ""): string {
  const text = String(value);
  // OWASP, CSV injection: a spreadsheet takes what begins so for a formula.
  const plain = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

/** A file to be kept, not shown. */
export function startCsv({ res }: Exchange, name: string): void {
  secureHeaders(res);
  res.setHeader("Content-Type", "text/csv; charset=utf-8");
  res.setHeader("Content-Disposition", `attachment; filename="${name}"`);
}

/** Sends the pieces as fast as they are taken. A client that goes away ends it, and is no fault; a piece that fails cuts the file off. */
export async function sendCsv(res: ServerResponse, pieces: AsyncIterable<string>): Promise<void> {
  try {
    await pipeline(Readable.from(pieces, { highWaterMark: 1 }), res);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ERR_STREAM_PREMATURE_CLOSE") throw error;
  }
}
