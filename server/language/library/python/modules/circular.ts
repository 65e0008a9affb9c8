import { add, type DoubleDouble, divide, multiply } from './double-double.js';

/** sin x and cos x, rounded once up to 10⁵; beyond that as JavaScript has them. */
export function sin(x: number): number {
  return Math.abs(x) > 1e5 || Math.abs(x) < 2 ** -26 ? Math.sin(x) : quarter(x, 0, Math.sin);
}

export function cos(x: number): number {
  return Math.abs(x) > 1e5 || Math.abs(x) < 2 ** -27 ? Math.cos(x) : quarter(x, 1, Math.cos);
}

/** π/2 in two pieces of 33 bits, so that whole multiples are exact, and the rest. */
const halfPi: readonly [number, number, DoubleDouble] = [
  1.5707963267341256,
  6.077100506303966e-11,
  [2.0222662487959506e-21, 1.0085854035872483e-37],
];

export function tan(x: number): number {
  if (!(Math.abs(x) <= 1e5) || Math.abs(x) < 2 ** -26) return Math.tan(x);
  const { quarters, rest } = reduced(x);
  const [sine, cosine] = [series(rest, 1), series(rest, 0)];
  const [high, low] = quarters % 2 === 0 ? divide(sine, cosine) : divide(cosine, [-sine[0], -sine[1]]);
  return high + low;
}

/** How many quarter turns an angle has, and what is left of it. */
function reduced(x: number): { quarters: number; rest: DoubleDouble } {
  const quarters = Math.round(x / (Math.PI / 2));
  const [first, second, third] = halfPi;
  const rest = add(add([x - quarters * first, 0], [-quarters * second, 0]), multiply(third, [-quarters, 0]));
  return { quarters, rest };
}

function quarter(x: number, turns: 0 | 1, otherwise: (x: number) => number): number {
  if (!Number.isFinite(x)) return otherwise(x);
  const { quarters, rest } = reduced(x);
  const at = (((quarters + turns) % 4) + 4) % 4;
  const [high, low] = series(rest, at % 2 === 0 ? 1 : 0);
  return at < 2 ? high + low : -(high + low);
}

/** Taylor's series of sine (from the first power) or cosine (from the zeroth). */
function series(x: DoubleDouble, from: 0 | 1): DoubleDouble {
  const square = multiply(x, x);
  let term: DoubleDouble = from === 0 ? [1, 0] : x;
  let sum = term;
  for (let n = from + 1; n < 28; n += 2) {
    const [high, low] = divide(multiply(term, square), [n * (n + 1), 0]);
    term = [-high, -low];
    sum = add(sum, term);
  }
  return sum;
}
