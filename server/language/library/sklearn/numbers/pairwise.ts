import type { Context } from '../../../values/context.js';
import type { Arguments } from '../../../values/native-function.js';
import type { Value } from '../../../values/value.js';
import { alike, arrayIn, type Matrix, matrixOf } from './matrix.js';

type Name = 'cosine_similarity' | 'euclidean_distances' | 'pairwise_distances';

/** How near each row of `X` is to each of `Y`, or to each other one. */
export function pairwise(name: Name, args: Arguments, context: Context): Value {
  if (args.rest.length > 0 || args.keywords.size > 0)
    return context.unknown('its further arguments are not supported yet', name);
  const x = matrixOf(args.get('X'), name, context);
  const other = args.get('Y');
  const y = other.kind === 'none' ? x : matrixOf(other, name, context);
  if (x.columns !== y.columns)
    context.raise(
      'ValueError',
      `Incompatible dimension for X and Y matrices: X.shape[1] == ${x.columns} while Y.shape[1] == ${y.columns}`,
    );
  const measure = name === 'cosine_similarity' ? cosines(x, y) : distances(x, y);
  const whole = x.data instanceof Float32Array && y.data instanceof Float32Array ? x.data : new Float64Array(0);
  return arrayIn({ rows: x.rows, columns: y.rows, data: alike(whole, measure) });
}

/** Products of rows; `each` makes something of one, and of the rows' own products. */
function products(x: Matrix, y: Matrix, each: (product: number, i: number, j: number) => number): Float64Array {
  const out = new Float64Array(x.rows * y.rows);
  const n = x.columns;
  for (let i = 0; i < x.rows; i += 1)
    for (let j = 0; j < y.rows; j += 1) {
      let sum = 0;
      for (let k = 0; k < n; k += 1) sum += (x.data[i * n + k] as number) * (y.data[j * n + k] as number);
      out[i * y.rows + j] = each(sum, i, j);
    }
  return out;
}

function squares({ rows, columns, data }: Matrix): Float64Array {
  const out = new Float64Array(rows);
  for (let at = 0; at < data.length; at += 1) {
    const i = Math.floor(at / columns);
    out[i] = (out[i] as number) + (data[at] as number) ** 2;
  }
  return out;
}

function cosines(x: Matrix, y: Matrix): Float64Array {
  // A row of zeros is like none.
  const lengths = (m: Matrix) => squares(m).map((sum) => Math.sqrt(sum) || 1);
  const [a, b] = [lengths(x), lengths(y)];
  return products(x, y, (product, i, j) => product / ((a[i] as number) * (b[j] as number)));
}

function distances(x: Matrix, y: Matrix): Float64Array {
  const [a, b] = [squares(x), squares(y)];
  return products(x, y, (product, i, j) =>
    x === y && i === j ? 0 : Math.sqrt(Math.max(0, (a[i] as number) + (b[j] as number) - 2 * product)),
  );
}
