/**
 * Numbers of about 106 bits as the unevaluated sum of two floats (Dekker, 1971): enough to round
 * `exp` and `log` as the C library does, which JavaScript's own miss by a bit now and then.
 */
export type DoubleDouble = readonly [high: number, low: number];

export function add([a, b]: DoubleDouble, [c, d]: DoubleDouble): DoubleDouble {
  const sum = a + c;
  const back = sum - a;
  const error = a - (sum - back) + (c - back);
  return normal(sum, error + b + d);
}

export function multiply([a, b]: DoubleDouble, [c, d]: DoubleDouble): DoubleDouble {
  const product = a * c;
  const [a1, a2] = split(a);
  const [c1, c2] = split(c);
  const error = a2 * c2 - (product - a1 * c1 - a2 * c1 - a1 * c2);
  return normal(product, error + a * d + b * c);
}

export function divide(x: DoubleDouble, y: DoubleDouble): DoubleDouble {
  const first = x[0] / y[0];
  const rest = add(x, multiply(y, [-first, 0]));
  return normal(first, (rest[0] + rest[1]) / y[0]);
}

function normal(high: number, low: number): DoubleDouble {
  const sum = high + low;
  return [sum, low - (sum - high)];
}

function split(a: number): [number, number] {
  const scaled = 134217729 * a;
  const high = scaled - (scaled - a);
  return [high, a - high];
}
