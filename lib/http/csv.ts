import type { ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Exchange } from "./exchange.js";
import { secureHeaders } from "./headers.js";

export type Rows = readonly (readonly (string | number | undefined)[])[];

/** RFC 4180, a line for each row. */
export function csvOf(rows: Rows): string {
  return rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}

function cell(value: string | number | undefined = ""): string {
  const text = String(value);
  // OWASP, CSV injection: a spreadsheet takes what begins so for a formula, in full width too.
  const plain = /^[=+\-@＝＋－＠\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

/** A file to be kept, not shown: the headings, then batches of rows as they come. */
export async function sendCsv(
  { res }: Exchange,
  name: string,
  columns: readonly string[],
  batches: AsyncIterable<Rows> | Iterable<Rows>,
): Promise<void> {
  secureHeaders(res);
  res.setHeader("Content-Type", "text/csv; charset=utf-8");
  res.setHeader("Content-Disposition", `attachment; filename="${name}"`);
  await sendPieces(res, pieces(columns, batches));
}

async function* pieces(columns: readonly string[], batches: AsyncIterable<Rows> | Iterable<Rows>) {
  // Without the mark Excel takes UTF-8 for the code page of the machine.
  yield `\uFEFF${csvOf([columns])}`;
  for await (const rows of batches) {
    if (rows.length > 0) yield csvOf(rows);
    // Others have their turn, where nothing is waited for.
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** As fast as they are taken. A client that goes away ends it, and is no fault; a piece that fails cuts the file off. */
export async function sendPieces(res: ServerResponse, texts: AsyncIterable<string>): Promise<void> {
  try {
    await pipeline(Readable.from(texts, { highWaterMark: 1 }), res);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ERR_STREAM_PREMATURE_CLOSE") throw error;
  }
}
