import { axisTexts } from './number.js';

/** What a logarithmic axis shows of values from `low` to `high`, both positive: a little more on either side. */
export function logRange(low: number, high: number): [number, number] {
  // A factor of 2 where there is one value alone; and never so little that marks could not be told apart.
  const factor = low === high ? 2 : Math.max(1 + 1e-6, (high / low) ** 0.05);
  return [Math.max(Number.MIN_VALUE, low / factor), Math.min(Number.MAX_VALUE, high * factor)];
}

/**
 * Where a logarithmic axis from `low` to `high` (both positive) has marks: 1, 2 and 5 of each power of ten, or powers of ten
 * alone, so that at most `most` are there; over less than three of them at even steps, which are closest at the upper end.
 */
export function logMarks(low: number, high: number, most: number): number[] {
  const inside = (mark: number) => mark >= low && mark <= high;
  const [first, last] = [Math.floor(Math.log10(low)), Math.ceil(Math.log10(high))];
  const powers = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  const fine = powers.flatMap((power) => [1, 2, 5].map((each) => Number(`${each}e${power}`))).filter(inside);
  if (fine.length < 3) return evenMarks(low, high, most);
  if (fine.length <= most) return fine;
  const whole = powers.map((power) => Number(`1e${power}`)).filter(inside);
  const every = Math.ceil(whole.length / most);
  // Those that stay are the same wherever the axis begins.
  return whole.filter((mark) => Math.round(Math.log10(mark)) % every === 0);
}

/** Marks at multiples of the smallest of 1, 2 and 5 times a power of ten whose last two are not too close. */
function evenMarks(low: number, high: number, most: number): number[] {
  const apart = (high / low) ** (1 / Math.max(2, most));
  // The highest mark over the one below it: at least `apart`.
  const least = high * (1 - 1 / apart);
  let power = Math.floor(Math.log10(least));
  let each = [1, 2, 5].find((one) => one * 10 ** power >= least);
  if (each === undefined) [each, power] = [1, power + 1];
  const step = Number(`${each}e${power}`);
  const marks: number[] = [];
  for (let i = Math.ceil(low / step); i * step <= high; i += 1) marks.push(Number((i * step).toPrecision(12)));
  return marks;
}

/** What stands at the marks of a logarithmic axis: as on another axis where they are at even steps, else each for itself. */
export function logTexts(marks: readonly (number | null)[]): string[] {
  const known = marks.filter((mark) => mark !== null);
  const [first = 0, second = 0] = known;
  const areEven = known.every((mark, i) => Math.abs(mark - first - i * (second - first)) <= 1e-9 * Math.abs(mark));
  return areEven ? axisTexts(marks) : marks.map((mark) => axisTexts([mark])[0] ?? '');
}
