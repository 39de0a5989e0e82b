/** What is to be reached: a ratio, or a number of something. */
export interface Target {
  readonly name: string;
  readonly value: number;
  readonly least?: number;
  readonly most?: number;
}

export interface Row {
  readonly name: string;
  /** What was measured, by the columns of the table. */
  readonly cells: readonly (number | string)[];
}

/** What one part of a run has found. */
export interface Result {
  readonly title: string;
  /** In words: what was asked of whom. */
  readonly text: string;
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
  readonly targets: readonly Target[];
  /** Drawn as bars: the column to draw, and a line at what is to be reached. */
  readonly plot?: { readonly file: string; readonly column: number; readonly unit: string };
}

export function isMet({
  value,
  least = Number.NEGATIVE_INFINITY,
  most = Number.POSITIVE_INFINITY,
}: Target): boolean {
  return value >= least && value <= most; // not a number is not met
}

export function inWords(target: Target): string {
  const { name, value, least, most } = target;
  const asked = least !== undefined ? `at least ${least}` : `at most ${most}`;
  return `${isMet(target) ? "met   " : "MISSED"} ${name}: ${value.toFixed(2)}, ${asked}`;
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

export function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}
