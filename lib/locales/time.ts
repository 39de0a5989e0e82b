const minute = 60;
const hour = 60 * minute;

/** "30 seconds", "4 minutes". Rounded up: who comes back then is not too early. */
export function duration(language: string, seconds: number): string {
  const { value, unit } = inLargestUnit(seconds);
  return inUnit(language, unit).format(value);
}

/** "in 30 seconds", "in 4 minutes". Rounded up. */
export function inTime(language: string, seconds: number): string {
  const { value, unit } = inLargestUnit(seconds);
  return relative(language).format(value, unit);
}

export function days(language: string, count: number): string {
  return inUnit(language, "day").format(count);
}

/** A moment in the server's own time zone, which it names. */
export function moment(language: string, at: number): string {
  return dateAndTime(language).format(at);
}

/** The same to the second, and in UTC: what stands in one log is compared with what stands in another. */
export function utcMoment(language: string, at: number): string {
  return toTheSecond(language).format(at);
}

/** The time of day on this server, to the second, to set a clock by. */
export function timeOfDay(language: string, at: number): string {
  return clockTime(language).format(at);
}

const inUnit = kept(
  (language, unit) => new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "long" }),
);
const relative = kept((language) => new Intl.RelativeTimeFormat(language));
const clockTime = kept(
  (language) =>
    new Intl.DateTimeFormat(language, {
      hour: "numeric",
      minute: "2-digit",
      second: "2-digit",
      timeZoneName: "short",
    }),
);
const dateAndTime = kept(
  (language) =>
    new Intl.DateTimeFormat(language, {
      year: "numeric",
      month: "short",
      day: "numeric",
      hour: "2-digit",
      minute: "2-digit",
      timeZoneName: "short",
    }),
);

const toTheSecond = kept(
  (language) =>
    new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "long", timeZone: "UTC" }),
);

/** Making a formatter takes a hundred times as long as using one. Few are kept, since readers choose the tags. */
function kept<Of extends string[], Format>(
  make: (language: string, ...of: Of) => Format,
): (language: string, ...of: Of) => Format {
  const most = 32;
  const formats = new Map<string, Format>();
  return (language, ...of) => {
    const key = [language, ...of].join();
    const found = formats.get(key);
    if (found !== undefined) return found;
    const made = make(language, ...of);
    if (formats.size >= most) formats.clear();
    formats.set(key, made);
    return made;
  };
}

function inLargestUnit(seconds: number): { value: number; unit: "second" | "minute" | "hour" } {
  if (seconds <= 90) return { value: Math.max(1, Math.ceil(seconds)), unit: "second" };
  if (seconds <= 90 * minute) return { value: Math.ceil(seconds / minute), unit: "minute" };
  return { value: Math.ceil(seconds / hour), unit: "hour" };
}
