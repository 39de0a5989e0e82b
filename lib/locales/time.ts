const minute = 60;
const hour = 60 * minute;

/** "30 seconds", "4 minutes". Rounded up: who comes back then is not too early. */
export function duration(language: string, seconds: number): string {
  const { value, unit } = inLargestUnit(seconds);
  return new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "long" }).format(value);
}

/** "in 30 seconds", "in 4 minutes". Rounded up. */
export function inTime(language: string, seconds: number): string {
  const { value, unit } = inLargestUnit(seconds);
  return new Intl.RelativeTimeFormat(language).format(value, unit);
}

export function days(language: string, count: number): string {
  return new Intl.NumberFormat(language, { style: "unit", unit: "day", unitDisplay: "long" }).format(count);
}

/** A moment in the server's own time zone, which it names. */
export function moment(language: string, at: number): string {
  const format = new Intl.DateTimeFormat(language, {
    year: "numeric",
    month: "short",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    timeZoneName: "short",
  });
  return format.format(at);
}

/** The time of day on this server, to the second, to set a clock by. */
export function timeOfDay(language: string, at: number): string {
  return new Intl.DateTimeFormat(language, { timeStyle: "medium" }).format(at);
}

function inLargestUnit(seconds: number): { value: number; unit: "second" | "minute" | "hour" } {
  if (seconds <= 90) return { value: Math.max(1, Math.ceil(seconds)), unit: "second" };
  if (seconds <= 90 * minute) return { value: Math.ceil(seconds / minute), unit: "minute" };
  return { value: Math.ceil(seconds / hour), unit: "hour" };
}
