const megabyte = "1".repeat(2 ** 20);

/** What no strategy may take for right, nor stumble over. */
const always: readonly string[] = [
  "",
  " ",
  "\0",
  "\0\0\0\0\0\0",
  "\n",
  "-",
  "------",
  "-1",
  "+12345",
  "1e5",
  "0x1234",
  "12.345",
  "null",
  "__proto__",
  "\ud800",
  "12345\udfff",
  "١٢٣٤٥٦",
  "१२३४५६",
  "１２３４５６",
  "²³²³²³",
  "👩‍👩‍👧‍👦",
  megabyte,
  "é".repeat(2 ** 19),
];

/** Texts that are near the right one, or of no sense at all, and wrong. */
export function malformed(right: string): readonly string[] {
  const inDigits = (zero: number) =>
    right.replace(/[0-9]/g, (digit) => String.fromCodePoint(zero + Number(digit)));
  const near = [
    ...[0x660, 0x966, 0xff10].map(inDigits), // Arabic-Indic, Devanagari, full width
    `${right}0`,
    `${right}\0`,
    `\0${right}`,
    `${right}\ud800`,
    `${right}${megabyte}`,
    right.slice(0, -1),
    `${right},${right}`,
    `${right}${right}`,
  ];
  return [...always, ...near].filter((text) => text !== right);
}

/** Of the same shape, and wrong. */
export function altered(right: string): string {
  return right.slice(0, -1) + (right.endsWith("1") ? "2" : "1");
}
