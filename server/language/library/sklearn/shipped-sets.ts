import type { Context } from '../../values/context.js';
import type { Arguments } from '../../values/native-function.js';
import { list, none, str, tuple, type Value } from '../../values/value.js';
import { fromNumbers } from '../numpy/arrays/cells.js';
import { textArray } from '../numpy/text-array.js';
import { array } from '../numpy/view.js';
import { bunch } from './bunch.js';

/** The first line of a file of `runtime/data-sets`, which `scripts/sklearn_data.py` writes. */
interface Names {
  readonly feature_names: readonly string[];
  readonly target_names?: readonly string[];
  readonly DESCR: string;
}

/** The sets whose data travel with Layerscope, with the keys that they have beside the usual ones. */
const shipped: ReadonlyMap<string, { readonly file: string; readonly more: Readonly<Record<string, string>> }> =
  new Map([
    ['load_iris', { file: 'iris', more: { filename: 'iris.csv', data_module: 'sklearn.datasets.data' } }],
    ['load_wine', { file: 'wine', more: {} }],
    [
      'load_breast_cancer',
      { file: 'breast_cancer', more: { filename: 'breast_cancer.csv', data_module: 'sklearn.datasets.data' } },
    ],
    ['load_digits', { file: 'digits', more: {} }],
    [
      'load_diabetes',
      {
        file: 'diabetes',
        more: {
          data_filename: 'diabetes_data_raw.csv.gz',
          target_filename: 'diabetes_target.csv.gz',
          data_module: 'sklearn.datasets.data',
        },
      },
    ],
  ]);

/** A data set of scikit-learn on numbers, or the end of the run for what does not travel with Layerscope. */
export function loadShipped(name: string, args: Arguments, context: Context): Value {
  const set = shipped.get(name);
  const text = set && context.host.dataSet?.(set.file);
  if (!set || !text) return context.unknown(elsewhere(name), `sklearn.datasets.${name}`);
  if (context.truth(args.get('as_frame')))
    return context.unknown('data sets as tables (as_frame=True) are not supported yet', `sklearn.datasets.${name}`);
  const [head, ...lines] = text.split('\n');
  const names = JSON.parse(head as string) as Names;
  const columns = lines.map((line) => Float64Array.from(line.split(','), Number));
  const target = columns.pop() as Float64Array;
  const rows = name === 'load_digits' ? belowClass(target, args, context) : [...target.keys()];
  if (name === 'load_diabetes' && context.truth(args.get('scaled'))) for (const column of columns) scale(column);
  const x = new Float64Array(rows.length * columns.length);
  for (const [i, row] of rows.entries())
    for (const [j, column] of columns.entries()) x[i * columns.length + j] = column[row] as number;
  const y = Float64Array.from(rows, (row) => target[row] as number);
  const data = array('float64', [rows.length, columns.length], x);
  const labels =
    name === 'load_diabetes' ? array('float64', [y.length], y) : array('int64', [y.length], fromNumbers(y, 'int64'));
  if (context.truth(args.get('return_X_y'))) return tuple([data, labels]);
  const features: Value =
    name === 'load_breast_cancer' ? textArray(names.feature_names) : list(names.feature_names.map(str));
  const targets: Value =
    name === 'load_digits'
      ? array(
          'int64',
          [10],
          BigInt64Array.from({ length: 10 }, (_, i) => BigInt(i)),
        )
      : textArray(names.target_names ?? []);
  const parts: Readonly<Record<string, Value>> = {
    data,
    target: labels,
    frame: none,
    feature_names: features,
    target_names: targets,
    images: array('float64', [rows.length, 8, 8], name === 'load_digits' ? x.slice() : undefined),
    DESCR: str(names.DESCR),
  };
  const order = [...orderOf(name)].map((key) => [key, parts[key] as Value] as const);
  return bunch(new Map([...order, ...Object.entries(set.more).map(([key, value]) => [key, str(value)] as const)]));
}

/** In which order scikit-learn names the parts. */
function orderOf(name: string): readonly string[] {
  if (name === 'load_digits') return ['data', 'target', 'frame', 'feature_names', 'target_names', 'images', 'DESCR'];
  if (name === 'load_diabetes') return ['data', 'target', 'frame', 'DESCR', 'feature_names'];
  return ['data', 'target', 'frame', 'target_names', 'DESCR', 'feature_names'];
}

/** `n_class=`: the digits below it. */
function belowClass(target: Float64Array, args: Arguments, context: Context): readonly number[] {
  const asked = args.get('n_class');
  if (asked.kind !== 'int' || asked.value < 1 || asked.value > 10)
    return context.raise(
      'ValueError',
      `The 'n_class' parameter of load_digits must be an int in the range [1, 10]. Got ${context.repr(asked)} instead.`,
    );
  return [...target.keys()].filter((row) => (target[row] as number) < asked.value);
}

/** A column as `sklearn.preprocessing.scale` leaves it, over the square root of its length; rounded as that rounds. */
function scale(column: Float64Array): void {
  const count = column.length;
  const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);
  const mean = sum(column) / count;
  const deviation = Math.sqrt(sum(column.map((value) => (value - mean) * (value - mean))) / count);
  for (let i = 0; i < count; i += 1) column[i] = ((column[i] as number) - mean) / deviation / Math.sqrt(count);
}

/** Why a set is not there, and what to do instead. */
function elsewhere(name: string): string {
  if (name === 'load_boston')
    return 'scikit-learn has taken load_boston out in its version 1.2, and Layerscope has not its data: read them from a file, as with np.loadtxt';
  return 'Layerscope has not these data, which scikit-learn downloads: save them to a file beside the script (np.savez in Python) and read that with np.load';
}
