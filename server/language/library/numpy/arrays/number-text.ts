import type { ElementType } from '../../../tensor/element-type.js';
import { exponential, fixed, floatRepr } from '../../python/number-text.js';
import { halfToNumber, numberToHalf } from './float16.js';

/** The decimals that NumPy shows of one number: shortest that tell it from its neighbours of the same type. */

/** `str(np.float32(0.1))`: as Python prints floats, with the fewest digits that the type needs. */
export function scalarText(x: number, dtype: ElementType): string {
  if (dtype === 'float64' || !Number.isFinite(x) || x === 0) return floatRepr(x);
  const short = shortestDouble(x, dtype);
  // Narrow types turn to scientific notation where their digits end.
  if (Math.abs(x) >= 0.0001 && Math.abs(x) < (dtype === 'float32' ? 1e6 : 1e3)) return floatRepr(short);
  return scientificText(short, 'float64', 17).replace('.e', 'e');
}

/** The double with the fewest digits that reads as `x` in a narrower type. */
function shortestDouble(x: number, dtype: ElementType): number {
  if (dtype === 'float64' || !Number.isFinite(x)) return x;
  for (let digits = 1; digits <= 9; digits += 1) {
    const short = Number(x.toPrecision(digits));
    if (roundTo(short, dtype) === x) return short;
  }
  return x;
}

/** At most `precision` decimals, none of them a trailing zero, a point always: `0.5`, `2.`. */
export function positionalText(x: number, dtype: ElementType, precision: number): string {
  const short = shortestDouble(x, dtype);
  const text = decimalPlaces(short) <= precision ? fixed(short, precision) : fixed(x, precision);
  return text.replace(/0+$/, '');
}

/** `1.5e-05`, `1.e+10`; `places` says how many decimals, filled up with zeros, else as many as needed up to `precision`. */
export function scientificText(x: number, dtype: ElementType, precision: number, places?: number): string {
  const short = shortestDouble(x, dtype);
  const needed = Math.max(0, (Math.abs(short).toExponential().split('e')[0] as string).length - 2);
  // Decimals beyond the shortest are those of the number itself, not zeros.
  const value = places === undefined && needed <= precision ? short : x;
  const [mantissa, exponent] = exponential(value, places ?? Math.min(needed, precision)).split('e') as [string, string];
  const trimmed = places === undefined ? mantissa.replace(/(\.\d*?)0+$/, '$1') : mantissa;
  return `${trimmed.includes('.') ? trimmed : `${trimmed}.`}e${exponent}`;
}

function decimalPlaces(x: number): number {
  const [mantissa, exponent] = Math.abs(x).toExponential().split('e') as [string, string];
  return Math.max(0, mantissa.length - (mantissa.includes('.') ? 2 : 1) - Number(exponent));
}

function roundTo(x: number, dtype: ElementType): number {
  return dtype === 'float32' ? Math.fround(x) : halfToNumber(numberToHalf(x));
}
