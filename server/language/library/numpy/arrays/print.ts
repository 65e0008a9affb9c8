import type { ElementType, TypedArray } from '../../../tensor/element-type.js';
import { strRepr } from '../../python/str-repr.js';
import { numberAt } from './cells.js';
import type { ArrayData } from './compute.js';
import { positionalText, scalarText, scientificText } from './number-text.js';
import { elementCount, rowMajor } from './strides.js';

/** What `np.set_printoptions` sets. */
export interface PrintOptions {
  readonly precision: number;
  /** Arrays of more elements are summarised, by so many at each edge. */
  readonly threshold: number;
  readonly edgeItems: number;
  readonly lineWidth: number;
  /** No scientific notation for small numbers. */
  readonly suppress: boolean;
}

export const defaultPrintOptions: PrintOptions = {
  precision: 8,
  threshold: 1000,
  edgeItems: 3,
  lineWidth: 75,
  suppress: false,
};

/** Elements that are places among these strings. */
export interface Texts {
  readonly texts?: readonly string[];
}

/** `str(array)`: `[0.1 0.2]`, columns aligned, lines broken at 75, the middle of large arrays left out. */
export function arrayText(a: ArrayData & Texts, options: PrintOptions = defaultPrintOptions): string {
  if (a.shape.length === 0) return elementText(a.data, a.dtype, 0);
  return body(a, ' ', '', options.lineWidth, options);
}

/** `repr(array)`: `array([0.1, 0.2], dtype=float32)`. */
export function arrayRepr(a: ArrayData, options: PrintOptions = defaultPrintOptions): string {
  const prefix = 'array(';
  const text = a.shape.length === 0 ? elementRepr(a, options) : body(a, ', ', prefix, options.lineWidth - 1, options);
  const size = elementCount(a.shape);
  const extras: string[] = [];
  if ((size === 0 && !(a.shape.length === 1)) || size > options.threshold) extras.push(`shape=${tupleText(a.shape)}`);
  if (size === 0 || !['bool', 'int64', 'float64'].includes(a.dtype)) extras.push(`dtype=${a.dtype}`);
  if (extras.length === 0) return `${prefix}${text})`;
  const start = `${prefix}${text},`;
  const rest = `${extras.join(', ')})`;
  const lastLine = start.length - (start.lastIndexOf('\n') + 1);
  return start + (lastLine + rest.length + 1 > options.lineWidth ? `\n${' '.repeat(prefix.length)}` : ' ') + rest;
}

/** `repr` of an array of strings: `array(['a', 'b'], dtype='<U1')`; without a width it holds objects. */
export function textsRepr(a: ArrayData & Texts, width: number | undefined): string {
  const prefix = 'array(';
  const options = defaultPrintOptions;
  const start = `${prefix}${body(a, ', ', prefix, options.lineWidth - 1, options)},`;
  const shape = elementCount(a.shape) > options.threshold ? `shape=${tupleText(a.shape)}, ` : '';
  const rest = `${shape}dtype=${width === undefined ? 'object' : `'<U${width}'`})`;
  const lastLine = start.length - (start.lastIndexOf('\n') + 1);
  return start + (lastLine + rest.length + 1 > options.lineWidth ? `\n${' '.repeat(prefix.length)}` : ' ') + rest;
}

/** `repr(np.float64(0.5))`: `np.float64(0.5)`. */
export function scalarRepr(a: ArrayData): string {
  const text = elementText(a.data, a.dtype, 0);
  return a.dtype === 'bool' ? `np.${text}_` : `np.${a.dtype}(${text})`;
}

/** One element as `str` gives it when it stands alone. */
export function elementText(data: TypedArray, dtype: ElementType, at: number): string {
  if (dtype === 'bool') return data[at] ? 'True' : 'False';
  if (!dtype.startsWith('float')) return String(data[at]);
  return scalarText(numberAt(data, dtype, at), dtype);
}

function elementRepr(a: ArrayData, options: PrintOptions): string {
  return a.dtype.startsWith('float') ? formatterOf(a, [0], options)(0) : elementText(a.data, a.dtype, 0);
}

function tupleText(shape: readonly number[]): string {
  return shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
}

function body(a: ArrayData & Texts, separator: string, prefix: string, width: number, options: PrintOptions): string {
  const { edgeItems } = options;
  const size = elementCount(a.shape);
  if (size === 0) return '[]';
  const summarised = size > options.threshold;
  const strides = rowMajor(a.shape);
  const format = formatterOf(a, summarised ? shownPlaces(a.shape, strides, edgeItems) : undefined, options);
  return nested(0, 0, ' '.repeat(prefix.length + 1), width);

  function nested(axis: number, start: number, indent: string, available: number): string {
    const length = a.shape[axis] as number;
    const step = strides[axis] as number;
    const cut = summarised && 2 * edgeItems < length;
    const items = cut ? [...range(0, edgeItems), -1, ...range(length - edgeItems, length)] : range(0, length);
    if (axis === a.shape.length - 1) {
      const room = available - Math.max(separator.trimEnd().length, 1);
      let text = '';
      let line = indent;
      for (const [k, item] of items.entries()) {
        const word = item < 0 ? '...' : format(start + item * step);
        if (line.length + word.length > room && line.length > indent.length) {
          text += `${line.trimEnd()}\n`;
          line = indent;
        }
        line += word + (k < items.length - 1 ? separator : '');
      }
      return `[${(text + line).slice(indent.length)}]`;
    }
    const gap = separator.trimEnd() + '\n'.repeat(a.shape.length - axis - 1);
    const rows = items.map(
      (item) => indent + (item < 0 ? '...' : nested(axis + 1, start + item * step, `${indent} `, available - 1)),
    );
    return `[${rows.join(gap).slice(indent.length)}]`;
  }
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i);
}

/** The elements that a summary shows: columns are as wide as these need. */
function shownPlaces(shape: readonly number[], strides: readonly number[], edgeItems: number): number[] {
  let places = [0];
  for (const [axis, length] of shape.entries()) {
    const items =
      length > 2 * edgeItems ? [...range(0, edgeItems), ...range(length - edgeItems, length)] : range(0, length);
    places = places.flatMap((place) => items.map((item) => place + item * (strides[axis] as number)));
  }
  return places;
}

function formatterOf(
  a: ArrayData & Texts,
  places: readonly number[] | undefined,
  options: PrintOptions,
): (at: number) => string {
  const { texts: strings } = a;
  if (strings) return (at) => strRepr(strings[Number(a.data[at])] as string);
  const shown = places ?? range(0, a.data.length);
  if (!a.dtype.startsWith('float')) {
    const texts = (at: number) => (a.dtype === 'bool' ? (a.data[at] ? 'True' : 'False') : String(a.data[at]));
    let width = 0;
    for (const at of shown) width = Math.max(width, texts(at).length);
    // NumPy pads booleans to five wherever they stand in an array.
    return (at) => texts(at).padStart(a.dtype === 'bool' ? 5 : width);
  }
  return floatFormatter(
    shown.map((at) => numberAt(a.data, a.dtype, at)),
    a,
    options,
  );
}

/** One notation for all: scientific where the range is wide, else decimals padded to the widest. */
function floatFormatter(
  shown: readonly number[],
  a: ArrayData,
  { precision, suppress }: PrintOptions,
): (at: number) => string {
  const { data, dtype } = a;
  const finite = shown.filter(Number.isFinite);
  const sizes = finite.filter((x) => x !== 0).map(Math.abs);
  const most = sizes.reduce((x, y) => Math.max(x, y), 0);
  const least = sizes.reduce((x, y) => Math.min(x, y), Number.POSITIVE_INFINITY);
  const limit = dtype === 'float64' ? 1e8 : dtype === 'float32' ? 1e6 : 1e3;
  const exponential = sizes.length > 0 && (most >= limit || (!suppress && (least < 0.0001 || most / least > 1000)));
  let left = 0;
  let right = 0;
  let places = 0;
  let exponentDigits = 2;
  if (finite.length === 0) left = 0;
  else if (exponential) {
    const texts = finite.map((x) => scientificText(x, dtype, precision).split(/[.e]/));
    places = Math.max(...texts.map((parts) => (parts[1] as string).length));
    left = Math.max(...texts.map((parts) => (parts[0] as string).length));
    exponentDigits = Math.max(...texts.map((parts) => (parts[2] as string).length - 1));
    right = places + 2 + exponentDigits;
  } else {
    const texts = finite.map((x) => positionalText(x, dtype, precision).split('.'));
    left = Math.max(...texts.map((parts) => (parts[0] as string).length));
    right = Math.max(...texts.map((parts) => (parts[1] as string).length));
  }
  if (finite.length !== shown.length) {
    const negative = shown.includes(Number.NEGATIVE_INFINITY) ? 1 : 0;
    left = Math.max(left, 3 - (right + 1), 3 + negative - (right + 1));
  }
  return (at) => {
    const x = numberAt(data, dtype, at);
    if (!Number.isFinite(x)) return (Number.isNaN(x) ? 'nan' : x > 0 ? 'inf' : '-inf').padStart(left + right + 1);
    if (exponential) {
      const text = scientificText(x, dtype, precision, places).replace(/\d+$/, (digits) =>
        digits.padStart(exponentDigits, '0'),
      );
      return text.padStart(left + right + 1);
    }
    const [whole, decimals] = positionalText(x, dtype, precision).split('.') as [string, string];
    return `${whole.padStart(left)}.${decimals.padEnd(right)}`;
  };
}
