/** `repr(float)`: the shortest digits that read back as the same number, with Python's choice of notation. */
export function floatRepr(x: number): string {
  if (Number.isNaN(x)) return 'nan';
  if (!Number.isFinite(x)) return x > 0 ? 'inf' : '-inf';
  if (x === 0) return Object.is(x, -0) ? '-0.0' : '0.0';
  const { sign, digits, exponent } = shortest(x);
  if (exponent < -4 || exponent >= 16) return sign + scientific(digits, exponent, 'e');
  return sign + positional(digits, exponent);
}

/** `repr(int)`: never in scientific notation. */
export function intRepr(x: number): string {
  return x === 0 ? '0' : String(x);
}

/** `%.{places}f`: the exact value of x rounded half to even, as C does. */
export function fixed(x: number, places: number): string {
  const { negative, digits } = roundedTimesTen(x, places);
  const text = digits.padStart(places + 1, '0');
  const whole = text.slice(0, text.length - places);
  return `${negative ? '-' : ''}${whole}${places > 0 ? `.${text.slice(text.length - places)}` : ''}`;
}

/** `%.{places}e`. */
export function exponential(x: number, places: number): string {
  const { negative, digits, exponent } = significant(x, places + 1);
  return `${negative ? '-' : ''}${scientific(digits.padEnd(places + 1, '0'), exponent, 'e', places > 0)}`;
}

/** `%.{precision}g`; `alternate` keeps trailing zeros, as `#` asks. */
export function general(x: number, precision: number, alternate = false): string {
  const wanted = precision === 0 ? 1 : precision;
  if (x === 0) return `${Object.is(x, -0) ? '-' : ''}0${alternate && wanted > 1 ? `.${'0'.repeat(wanted - 1)}` : ''}`;
  const { negative, digits, exponent } = significant(x, wanted);
  const kept = alternate ? digits.padEnd(wanted, '0') : digits.replace(/0+$/, '') || '0';
  const sign = negative ? '-' : '';
  if (exponent < -4 || exponent >= wanted) return sign + scientific(kept, exponent, 'e', kept.length > 1);
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${kept}`;
  const whole = kept.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  const fraction = kept.slice(exponent + 1);
  return sign + whole + (fraction ? `.${fraction}` : '');
}

/** Digits and exponent of the shortest text that reads back as x: 1234.5 is 12345 and 3. */
export function shortest(x: number): { sign: string; digits: string; exponent: number } {
  const [mantissa, exponent] = Math.abs(x).toExponential().split('e') as [string, string];
  return { sign: x < 0 ? '-' : '', digits: mantissa.replace('.', ''), exponent: Number(exponent) };
}

/** `round(x, places)` for floats: correctly rounded from the exact value. */
export function roundFloat(x: number, places: number): number {
  if (!Number.isFinite(x) || places > 323) return x;
  if (places >= 0) return Number(fixed(x, places));
  const { negative, digits } = roundedTimesTen(x, places);
  return Number(`${negative ? '-' : ''}${digits}e${-places}`);
}

function positional(digits: string, exponent: number): string {
  if (exponent < 0) return `0.${'0'.repeat(-exponent - 1)}${digits}`;
  if (digits.length <= exponent + 1) return `${digits.padEnd(exponent + 1, '0')}.0`;
  return `${digits.slice(0, exponent + 1)}.${digits.slice(exponent + 1)}`;
}

function scientific(digits: string, exponent: number, letter: string, point = digits.length > 1): string {
  const size = String(Math.abs(exponent)).padStart(2, '0');
  return `${digits[0]}${point ? `.${digits.slice(1)}` : ''}${letter}${exponent < 0 ? '-' : '+'}${size}`;
}

/** |x| rounded half to even to so many significant digits. */
function significant(x: number, count: number): { negative: boolean; digits: string; exponent: number } {
  const negative = x < 0 || Object.is(x, -0);
  if (x === 0) return { negative, digits: '0'.repeat(count), exponent: 0 };
  let exponent = shortest(x).exponent;
  let digits = roundedTimesTen(x, count - 1 - exponent).digits;
  if (digits.length > count) {
    exponent += 1;
    digits = roundedTimesTen(x, count - 1 - exponent).digits;
  }
  return { negative, digits, exponent };
}

/** round(|x| · 10^places), half to even, exactly: a double is an integer times a power of two. */
function roundedTimesTen(x: number, places: number): { negative: boolean; digits: string } {
  const { mantissa, exponent } = decompose(Math.abs(x));
  let numerator = mantissa;
  let denominator = 1n;
  if (exponent >= 0) numerator <<= BigInt(exponent);
  else denominator <<= BigInt(-exponent);
  if (places >= 0) numerator *= 10n ** BigInt(places);
  else denominator *= 10n ** BigInt(-places);
  let quotient = numerator / denominator;
  const twice = (numerator % denominator) * 2n;
  if (twice > denominator || (twice === denominator && quotient % 2n === 1n)) quotient += 1n;
  return { negative: x < 0 || Object.is(x, -0), digits: quotient.toString() };
}

function decompose(x: number): { mantissa: bigint; exponent: number } {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, x);
  const bits = view.getBigUint64(0);
  const biased = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xfffffffffffffn;
  return biased === 0
    ? { mantissa: fraction, exponent: -1074 }
    : { mantissa: fraction | 0x10000000000000n, exponent: biased - 1075 };
}
