import type { Result } from "./result.js";

const [rowHeight, labelWidth, barWidth, numberWidth] = [26, 250, 400, 80];

/** Bars, one for each row, in the colours of the page that shows them: light or dark. */
export function plot({ title, rows, plot: drawn }: Result): string {
  if (drawn === undefined) throw new TypeError(`${title}: nothing to draw`);
  const values = rows.map(({ cells }) => Number(cells[drawn.column]));
  const most = Math.max(...values);
  const [width, height] = [labelWidth + barWidth + numberWidth, 44 + rows.length * rowHeight];
  const bars = rows.map(({ name }, at) => {
    const value = values[at] ?? 0;
    const top = 40 + at * rowHeight;
    const long = Math.max(1, Math.round((value / most) * barWidth));
    const kind = name.startsWith("express-mfa") ? "ours" : "other";
    return [
      `<text x="${labelWidth - 10}" y="${top + 14}" text-anchor="end">${escaped(name)}</text>`,
      `<rect class="${kind}" x="${labelWidth}" y="${top}" width="${long}" height="${rowHeight - 8}" rx="2"/>`,
      `<text x="${labelWidth + long + 8}" y="${top + 14}">${value.toLocaleString("en")}</text>`,
    ].join("\n  ");
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">
  <title>${escaped(title)}, ${escaped(drawn.unit)}</title>
  <style>
    text { font: 13px system-ui, sans-serif; fill: #24292f; }
    .head { font-weight: 600; }
    .ours { fill: #0a7a5a; }
    .other { fill: #8c959f; }
    @media (prefers-color-scheme: dark) {
      text { fill: #e6edf3; }
      .ours { fill: #3fb98d; }
      .other { fill: #6e7681; }
    }
  </style>
  <text class="head" x="${labelWidth}" y="20">${escaped(title)}, ${escaped(drawn.unit)}</text>
  ${bars.join("\n  ")}
</svg>
`;
}

function escaped(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;");
}
