// Days since 1970-01-01 as years, months and days, and back: the proleptic Gregorian calendar with a year 0, of which
// Date knows the 271,821 years around 1970. It repeats every 400 years, which carries it as far as numbers go.

const CYCLE_YEARS = 400;
const CYCLE_DAYS = 146_097;
const DAY_MS = 86_400_000;

export interface Civil {
  /** astronomical: 0 is 1 BC */
  year: number;
  /** 1 to 12 */
  month: number;
  /** 1 to 31 */
  day: number;
}

export function toCivil(day: number): Civil {
  const cycles = Math.floor(day / CYCLE_DAYS);
  const date = new Date((day - cycles * CYCLE_DAYS) * DAY_MS);
  return {
    year: date.getUTCFullYear() + cycles * CYCLE_YEARS,
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
  };
}

/** The day of a date; months beyond 12 are those of the next years. */
export function toDay(year: number, month = 1, day = 1): number {
  // Date.UTC takes years below 100 for the last century's.
  const cycles = Math.floor((year - 2000) / CYCLE_YEARS);
  return Date.UTC(year - cycles * CYCLE_YEARS, month - 1, day) / DAY_MS + cycles * CYCLE_DAYS;
}
