import type { Context } from '../../../values/context.js';
import type { Value } from '../../../values/value.js';
import { cast } from '../../numpy/arrays/cells.js';
import { kindOf, promote } from '../../numpy/arrays/promotion.js';
import { typeName } from '../../python/type-name.js';
import { refuse } from './table.js';
import {
  doublesOf,
  isMissing,
  isNumbers,
  joinVectors,
  NaNValue,
  plainScalar,
  plainValues,
  repeated,
  take,
  type Vector,
  type VectorType,
  widened,
} from './vector.js';

/** What goes into a column at some places: one value for all, or one for each. */
type Fill = Value | Vector;

/**
 * Elements of a column with others at some places, as an assignment puts them there: the column keeps its type, but for
 * whole numbers among which some are missing then. What it cannot hold is a TypeError.
 */
export function filledAt(cells: Vector, places: readonly number[], fill: Fill, context: Context): Vector {
  if (places.length === 0) return cells;
  const given = fillVector(fill, places.length);
  return exchanged(cells, places, given, heldAs(cells, given) ?? invalid(cells, fill, context));
}

/** As `filledAt`, but of a type that holds both where the column's does not: as `where` and `fillna` do. */
export function widenedAt(cells: Vector, places: readonly number[], fill: Fill, context: Context): Vector {
  if (places.length === 0) return cells;
  const given = fillVector(fill, places.length);
  return exchanged(cells, places, given, heldAs(cells, given) ?? typeOfBoth(cells, given, context));
}

function fillVector(fill: Fill, count: number): Vector {
  if (!('kind' in fill)) return fill;
  const plain = plainScalar(fill);
  return repeated(plain.kind === 'none' ? NaNValue : plain, count);
}

const everyMissing = (vector: Vector): boolean =>
  vector.data.length > 0 && places(vector).every((at) => isMissing(vector, at));
const places = (vector: Vector): number[] => Array.from({ length: vector.data.length }, (_, at) => at);

/** The type of a column once it has taken other elements without losing any; undefined where it cannot. */
function heldAs(cells: Vector, given: Vector): VectorType | undefined {
  if (cells.type === 'object') return 'object';
  const missing = everyMissing(given);
  if (cells.type === 'str') return given.type === 'str' || missing ? 'str' : undefined;
  if (cells.type === 'datetime64[us]') return given.type === cells.type || missing ? cells.type : undefined;
  if (cells.type === 'bool') return given.type === 'bool' ? 'bool' : undefined;
  if (missing) return kindOf(cells.type) === 'float' ? cells.type : 'float64';
  if (!isNumbers(given) || given.type === 'bool') return undefined;
  if (kindOf(cells.type) === 'float') return cells.type;
  const numbers = doublesOf(given) as ArrayLike<number>;
  const back = cast(cast(given.data, given.type, cells.type), cells.type, 'float64') as Float64Array;
  let gaps = false;
  for (let at = 0; at < numbers.length; at += 1) {
    if (Number.isNaN(numbers[at])) gaps = true;
    else if (back[at] !== numbers[at]) return undefined;
  }
  return gaps ? 'float64' : cells.type;
}

function typeOfBoth(cells: Vector, given: Vector, context: Context): VectorType {
  if (!isNumbers(cells) || !isNumbers(given) || cells.type === 'bool' || given.type === 'bool') return 'object';
  if (kindOf(given.type) !== 'float') return refuse('whole numbers that the column does not hold', 'Series', context);
  return promote(cells.type, given.type) ?? 'object';
}

function exchanged(cells: Vector, at: readonly number[], given: Vector, type: VectorType): Vector {
  const isMissing = (type === 'str' || type === 'datetime64[us]') && given.type !== type;
  const others: Vector = isMissing ? { type, data: at.map(() => undefined) } : widened(given, type);
  const whole = joinVectors([widened(cells, type), others], type);
  const order = Int32Array.from({ length: cells.data.length }, (_, i) => i);
  at.forEach((place, i) => {
    order[place] = cells.data.length + i;
  });
  return take(whole, order);
}

function invalid(cells: Vector, fill: Fill, context: Context): never {
  const one = 'kind' in fill ? (fill.kind === 'none' ? NaNValue : fill) : undefined;
  const said = one
    ? context.str(one)
    : `[${plainValues(fill as Vector)
        .map((each) => context.repr(each))
        .join(', ')}]`;
  const kind = one?.kind === 'tensor' && one.shape?.length === 0 ? one.dtype : one && typeName(one);
  return context.raise(
    'TypeError',
    cells.type !== 'str'
      ? `Invalid value '${said}' for dtype '${cells.type}'`
      : one
        ? `Invalid value '${said}' for dtype 'str'. Value should be a string or missing value, got '${kind}' instead.`
        : "Invalid value for dtype 'str'. Value should be a string or missing value (or array of those).",
  );
}
