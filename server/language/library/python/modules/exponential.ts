import { add, type DoubleDouble, divide, multiply } from './double-double.js';

/** e^x, rounded once. */
export function exp(x: number): number {
  if (!Number.isFinite(x) || Math.abs(x) > 700 || Math.abs(x) < 2 ** -54) return Math.exp(x);
  const [high, low] = precise([x, 0]);
  return high + low;
}

/** The natural logarithm, rounded once: one step of Newton's method from JavaScript's. */
export function log(x: number): number {
  const [high, low] = preciseLog(x);
  return high + low;
}

/** log₂ x, rounded once. */
export function log2(x: number): number {
  const whole = Math.log2(x);
  if (!Number.isFinite(whole) || (Number.isInteger(whole) && 2 ** whole === x)) return whole;
  const [high, low] = divide(preciseLog(x), ln2);
  return high + low;
}

function preciseLog(x: number): DoubleDouble {
  const first = Math.log(x);
  if (!Number.isFinite(first) || first === 0 || Math.abs(first) > 700) return [first, 0];
  const power = precise([-first, 0]);
  return add([first, 0], add(multiply([x, 0], power), [-1, 0]));
}

const ln2: DoubleDouble = [Math.LN2, 2.3190468138462996e-17];

/** Taylor's series after taking out powers of two and a factor of 256, which 8 squarings bring back. */
function precise(x: DoubleDouble): DoubleDouble {
  const powers = Math.round(x[0] / ln2[0]);
  const rest = add(x, multiply(ln2, [-powers, 0]));
  const small: DoubleDouble = [rest[0] / 256, rest[1] / 256];
  const s = small[0];
  const square = multiply(small, small);
  const fourth = multiply(square, square);
  // From the fifth term on a float's digits are enough.
  const tail = (s ** 5 / 120) * (1 + (s / 6) * (1 + (s / 7) * (1 + s / 8)));
  // e^small − 1, so that squaring keeps the small digits.
  let sum = add(divide(fourth, [24, 0]), [tail, 0]);
  sum = add(sum, divide(multiply(square, small), [6, 0]));
  sum = add(sum, [square[0] / 2, square[1] / 2]);
  sum = add(sum, small);
  for (let i = 0; i < 8; i += 1) sum = add([2 * sum[0], 2 * sum[1]], multiply(sum, sum));
  const [high, low] = add(sum, [1, 0]);
  const scale = 2 ** powers;
  return [high * scale, low * scale];
}
