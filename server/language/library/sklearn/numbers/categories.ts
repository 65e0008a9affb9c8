import type { ElementType } from '../../../tensor/element-type.js';
import type { Context } from '../../../values/context.js';
import { object } from '../../../values/native-type.js';
import type { Value } from '../../../values/value.js';
import { fromNumbers, numbersOf } from '../../numpy/arrays/cells.js';
import { promote } from '../../numpy/arrays/promotion.js';
import { toArray } from '../../numpy/operand.js';
import { textArray, textArrayOf, textArrayType, textsOf } from '../../numpy/text-array.js';
import { array } from '../../numpy/view.js';

/** A label as JavaScript compares it: equal ones are the same. */
export type Key = string | number;

/** Labels of one kind, and how arrays of that kind are made. */
export interface Labels {
  readonly keys: readonly Key[];
  /** The type of their array; undefined: strings. */
  readonly dtype: ElementType | undefined;
  /** For strings: how wide NumPy's type is; undefined: objects. */
  readonly width: number | undefined;
}

/** An array of labels such as these. */
export function arrayOfLabels({ keys, dtype, width }: Labels, shape: readonly number[] = [keys.length]): Value {
  if (dtype) return array(dtype, shape, fromNumbers(Float64Array.from(keys as number[]), dtype));
  const made = textArray(keys as string[], shape, width === undefined);
  return object(textArrayType, { ...made.state, width });
}

/** What an array, a column or a list has for labels, in one dimension; the run's end for what is not supported. */
export function labelsOf(value: Value, name: string, context: Context): Labels {
  const [labels, shape] = labelsAndShape(value, name, context);
  if (shape.length === 1 || (shape.length === 2 && shape[1] === 1)) return labels;
  return context.raise(
    'ValueError',
    `y should be a 1d array, got an array of shape (${shape.join(', ')}${shape.length === 1 ? ',' : ''}) instead.`,
    'array-shape',
  );
}

export function labelsAndShape(value: Value, name: string, context: Context): readonly [Labels, readonly number[]] {
  const held = stringsOf(value, context);
  if (held) {
    const [texts, shape, width] = held;
    return [{ keys: texts, dtype: undefined, width }, shape];
  }
  const made = value.kind === 'unknown' ? undefined : toArray(value, context);
  if (!made?.data || !made.dtype) return context.unknown('labels of this kind are not supported yet', name) as never;
  const keys = Array.from(numbersOf(made.data, made.dtype), (key) => (key === 0 ? 0 : key));
  return [{ keys, dtype: made.dtype, width: undefined }, made.shape as readonly number[]];
}

/** Strings with the shape of their array. Lists of strings alone, also of lists of these, are arrays of strings. */
function stringsOf(
  value: Value,
  context: Context,
): readonly [texts: readonly string[], shape: readonly number[], width: number | undefined] | undefined {
  const held = textArrayOf(value);
  if (held) return [textsOf(value) ?? [], held.places.shape as readonly number[], held.width];
  // A column of a table holds such an array.
  const inner = value.kind === 'object' ? context.findAttribute(value, 'values') : undefined;
  if (inner && textArrayOf(inner)) return stringsOf(inner, context);
  if (value.kind !== 'list' && value.kind !== 'tuple') return undefined;
  if (value.elements.length > 0 && value.elements.every((each) => each.kind === 'str')) {
    const texts = value.elements.map((each) => (each.kind === 'str' ? each.value : ''));
    return [texts, [texts.length], Math.max(1, ...texts.map((text) => [...text].length))];
  }
  const rows = value.elements.map((each) =>
    each.kind === 'list' || each.kind === 'tuple' ? stringsOf(each, context) : undefined,
  );
  const [first] = rows;
  if (first?.[1].length !== 1 || rows.some((row) => row?.[1][0] !== first[1][0])) return undefined;
  // scikit-learn takes lists of lists of strings as objects.
  return [rows.flatMap((row) => row?.[0] ?? []), [rows.length, first[1][0] as number], undefined];
}

/** The columns of a table of labels. */
export function labelColumns(
  value: Value,
  name: string,
  context: Context,
): { rows: number; columns: readonly Labels[] } {
  const [{ keys, dtype, width }, shape] = labelsAndShape(value, name, context);
  if (shape.length !== 2)
    context.raise(
      'ValueError',
      `Expected 2D array, got ${shape.length === 1 ? '1D' : shape.length === 0 ? 'scalar' : `${shape.length}D`} array instead:\narray=${context.str(arrayOfLabels({ keys, dtype, width }, shape))}.\nReshape your data either using array.reshape(-1, 1) if your data has a single feature or array.reshape(1, -1) if it contains a single sample.`,
      'array-shape',
    );
  const [rows, count] = shape as readonly [number, number];
  return {
    rows,
    columns: Array.from({ length: count }, (_, j) => ({
      keys: Array.from({ length: rows }, (__, i) => keys[i * count + j] as Key),
      dtype,
      width,
    })),
  };
}

/** The labels once each and in order, numbers that are none last; strings as Python orders them. */
export function distinct(labels: Labels): Labels {
  const keys = [...new Set(labels.keys)];
  if (labels.dtype) (keys as number[]).sort((a, b) => (Number.isNaN(a) ? 1 : Number.isNaN(b) ? -1 : a - b));
  else (keys as string[]).sort(byCharacters);
  return { ...labels, keys };
}

function byCharacters(a: string, b: string): number {
  const [x, y] = [[...a], [...b]];
  for (let i = 0; i < Math.min(x.length, y.length); i += 1) {
    const by = ((x[i] as string).codePointAt(0) as number) - ((y[i] as string).codePointAt(0) as number);
    if (by !== 0) return by;
  }
  return x.length - y.length;
}

/** The place of each of `keys` among `classes`; -1 where it is none of them. */
export function placesAmong(classes: Labels, keys: readonly Key[]): Int32Array {
  const at = new Map(classes.keys.map((key, i) => [key, i]));
  return Int32Array.from(keys, (key) => at.get(key) ?? -1);
}

/** Labels at some places. */
export function labelsAt(classes: Labels, places: ArrayLike<number>): Labels {
  return { ...classes, keys: Array.from(places, (at) => classes.keys[at] as Key) };
}

/** Columns side by side as one array; undefined where they are of kinds that do not go together. */
export function besideEachOther(columns: readonly Labels[], rows: number): Value | undefined {
  const dtype = columns.every((column) => column.dtype)
    ? columns
        .map((column) => column.dtype as ElementType)
        .reduce<ElementType | undefined>((a, b) => a && promote(a, b), columns[0]?.dtype)
    : undefined;
  if (!dtype && columns.some((column) => column.dtype)) return undefined;
  const widths = columns.map((column) => column.width);
  const width = widths.includes(undefined) ? undefined : Math.max(...(widths as number[]));
  const keys = Array.from({ length: rows }, (_, i) => columns.map((column) => column.keys[i] as Key)).flat();
  return arrayOfLabels({ keys, dtype, width }, [rows, columns.length]);
}

/** A label as Python's `repr` has it within an error of scikit-learn's. */
export function keyRepr(key: Key, { dtype, width }: Labels, context: Context): string {
  if (typeof key === 'string') {
    const text = context.repr({ kind: 'str', value: key }) ?? key;
    return width === undefined ? text : `np.str_(${text})`;
  }
  return context.repr(array(dtype, [], fromNumbers(Float64Array.of(key), dtype ?? 'float64'))) ?? String(key);
}
