import type { Context } from '../../../values/context.js';
import { keyOf } from '../../../values/equality.js';
import type { Arguments } from '../../../values/native-function.js';
import { float, none, str, tuple, type Value } from '../../../values/value.js';
import { intOf, numberOfValue } from '../../numpy/arguments.js';
import { fromNumbers } from '../../numpy/arrays/cells.js';
import { array } from '../../numpy/view.js';
import { type Key, type Labels, labelsOf } from './categories.js';
import { averaged, type Compared, compared, labelValue } from './targets.js';

const given = (args: Arguments, name: string, context: Context): Compared =>
  compared(args.get('y_true'), args.get('y_pred'), args.get('sample_weight'), name, context);

const word = (value: Value): string | undefined => (value.kind === 'str' ? value.value : undefined);

/** How often each label (a row) was predicted as each (a column). */
export function confusion({ truth, predicted, weights }: Compared, labels: readonly Key[]): Float64Array {
  const at = new Map(labels.map((key, i) => [key, i]));
  const cells = new Float64Array(labels.length ** 2);
  for (const [i, key] of truth.entries()) {
    const [row, column] = [at.get(key), at.get(predicted[i] as Key)];
    if (row !== undefined && column !== undefined)
      cells[row * labels.length + column] = (cells[row * labels.length + column] as number) + (weights?.[i] ?? 1);
  }
  return cells;
}

function askedLabels(args: Arguments, name: string, context: Context): readonly Key[] | undefined {
  const labels = args.get('labels');
  return labels.kind === 'none' ? undefined : labelsOf(labels, name, context).keys;
}

export function accuracy(args: Arguments, context: Context): Value {
  const { truth, predicted, weights } = given(args, 'accuracy_score', context);
  const hits = truth.map((key, i) => (key === predicted[i] ? 1 : 0));
  if (context.truth(args.get('normalize'))) return float(averaged(hits, weights));
  return float(hits.reduce<number>((total, hit, i) => total + hit * (weights?.[i] ?? 1), 0));
}

export function confusionMatrix(args: Arguments, context: Context): Value {
  const found = given(args, 'confusion_matrix', context);
  const labels = askedLabels(args, 'confusion_matrix', context) ?? found.labels.keys;
  const n = labels.length;
  const cells = confusion(found, labels);
  if (found.truth.length > 0 && !labels.some((key) => found.truth.includes(key)))
    context.raise('ValueError', 'At least one label specified must be in y_true');
  const by = word(args.get('normalize'));
  if (!by) {
    const dtype = found.weights ? 'float64' : 'int64';
    return array(dtype, [n, n], fromNumbers(cells, dtype));
  }
  const sums = new Float64Array(n);
  for (const [at, cell] of cells.entries()) {
    const lane = by === 'true' ? Math.floor(at / n) : at % n;
    sums[lane] = (sums[lane] as number) + cell;
  }
  const all = sums.reduce((total, x) => total + x, 0);
  const shares = cells.map((cell, at) => {
    const whole = by === 'all' ? all : (sums[by === 'true' ? Math.floor(at / n) : at % n] as number);
    return whole === 0 ? 0 : cell / whole;
  });
  return array('float64', [n, n], shares);
}

export interface Scores {
  readonly precision: Float64Array;
  readonly recall: Float64Array;
  readonly f: Float64Array;
  readonly support: Float64Array;
}

/** Precision, recall, F and support of each label, or of all together. */
export function scoresOf(
  found: Compared,
  labels: readonly Key[],
  beta: number,
  together: boolean,
  empty: number,
): Scores {
  const at = new Map(labels.map((key, i) => [key, i]));
  const size = together ? 1 : labels.length;
  const [hits, said, support] = [new Float64Array(size), new Float64Array(size), new Float64Array(size)];
  for (const [i, key] of found.truth.entries()) {
    const weight = found.weights?.[i] ?? 1;
    const [row, column] = [at.get(key), at.get(found.predicted[i] as Key)];
    const add = (to: Float64Array, place: number | undefined) => {
      if (place !== undefined) to[together ? 0 : place] = (to[together ? 0 : place] as number) + weight;
    };
    add(support, row);
    add(said, column);
    if (row === column) add(hits, row);
  }
  const ratio = (above: Float64Array, below: Float64Array) =>
    above.map((x, i) => ((below[i] as number) === 0 ? empty : x / (below[i] as number)));
  const squared = beta ** 2;
  const precision = ratio(hits, said);
  const recall = ratio(hits, support);
  const f =
    beta === 0
      ? precision
      : ratio(
          hits.map((x) => (1 + squared) * x),
          support.map((x, i) => squared * x + (said[i] as number)),
        );
  return { precision, recall, f, support };
}

/** What a score is where it would be divided by zero. */
export function emptyScore(args: Arguments): number {
  const value = args.get('zero_division');
  return value.kind === 'str' ? 0 : numberOfValue(value);
}

/** A mean that leaves out what is no number. */
export function meanOf(values: Float64Array, weights: Float64Array | undefined): number {
  const kept = [...values.keys()].filter((i) => !Number.isNaN(values[i]));
  if (kept.length === 0) return Number.NaN;
  const shares = weights && kept.map((i) => weights[i] as number);
  // Where all weigh nothing scikit-learn takes them alike.
  const used = shares?.some((share) => share !== 0) ? shares : undefined;
  return averaged(
    kept.map((i) => values[i] as number),
    used,
  );
}

function byLabel(
  name: string,
  args: Arguments,
  beta: number,
  context: Context,
): { scores: Scores; average: string | undefined } {
  const found = given(args, name, context);
  const average = word(args.get('average'));
  const pos = args.get('pos_label');
  let labels = askedLabels(args, name, context);
  if (average === 'binary') {
    if (found.kind !== 'binary')
      context.raise(
        'ValueError',
        "Target is multiclass but average='binary'. Please choose another average setting, one of [None, 'micro', 'macro', 'weighted'].",
      );
    const key: Key = pos.kind === 'str' ? pos.value : numberOfValue(pos);
    if (!found.labels.keys.includes(key) && found.labels.keys.length >= 2)
      context.raise(
        'ValueError',
        `pos_label=${key} is not a valid label. It should be one of [${found.labels.keys.map((each) => context.repr(typeof each === 'string' ? str(each) : labelValue(each, found.labels))?.replace(/^np\.\w+\((.*)\)$/, '$1')).join(' ')}]`,
      );
    labels = [key];
  } else if (average === 'samples') return context.unknown("average='samples' is not supported yet", name) as never;
  return { scores: scoresOf(found, labels ?? found.labels.keys, beta, average === 'micro', emptyScore(args)), average };
}

function picked(scores: Scores, which: 'precision' | 'recall' | 'f', average: string | undefined): Value {
  const values = scores[which];
  if (!average) return array('float64', [values.length], values);
  if (average === 'binary' || average === 'micro') return float(values[0] as number);
  return float(meanOf(values, average === 'weighted' ? scores.support : undefined));
}

export function labelScore(name: string, which: 'precision' | 'recall' | 'f') {
  return (args: Arguments, context: Context): Value => {
    const beta = name === 'fbeta_score' ? numberOfValue(args.get('beta')) : 1;
    const { scores, average } = byLabel(name, args, beta, context);
    return picked(scores, which, average);
  };
}

export function allLabelScores(args: Arguments, context: Context): Value {
  const name = 'precision_recall_fscore_support';
  const { scores, average } = byLabel(name, args, numberOfValue(args.get('beta')), context);
  const support = args.get('sample_weight').kind === 'none' ? 'int64' : 'float64';
  return tuple([
    picked(scores, 'precision', average),
    picked(scores, 'recall', average),
    picked(scores, 'f', average),
    average ? none : array(support, [scores.support.length], fromNumbers(scores.support, support)),
  ]);
}

export function balancedAccuracy(args: Arguments, context: Context): Value {
  const found = given(args, 'balanced_accuracy_score', context);
  const n = found.labels.keys.length;
  const cells = confusion(found, found.labels.keys);
  const shares = Float64Array.from({ length: n }, (_, i) => {
    const row = cells.subarray(i * n, (i + 1) * n);
    return (row[i] as number) / row.reduce((total, x) => total + x, 0);
  }).filter((share) => !Number.isNaN(share));
  const score = averaged(shares, undefined);
  return float(context.truth(args.get('adjusted')) ? (score - 1 / shares.length) / (1 - 1 / shares.length) : score);
}

export function hammingLoss(args: Arguments, context: Context): Value {
  const { truth, predicted, weights } = given(args, 'hamming_loss', context);
  return float(
    averaged(
      truth.map((key, i) => (key === predicted[i] ? 0 : 1)),
      weights,
    ),
  );
}

export function matthews(args: Arguments, context: Context): Value {
  const found = given(args, 'matthews_corrcoef', context);
  const n = found.labels.keys.length;
  const cells = confusion(found, found.labels.keys);
  const rows = new Float64Array(n);
  const columns = new Float64Array(n);
  let hits = 0;
  for (const [at, cell] of cells.entries()) {
    rows[Math.floor(at / n)] = (rows[Math.floor(at / n)] as number) + cell;
    columns[at % n] = (columns[at % n] as number) + cell;
    if (Math.floor(at / n) === at % n) hits += cell;
  }
  const dot = (a: Float64Array, b: Float64Array) => a.reduce((total, x, i) => total + x * (b[i] as number), 0);
  const all = columns.reduce((total, x) => total + x, 0);
  const spread = (all ** 2 - dot(columns, columns)) * (all ** 2 - dot(rows, rows));
  return float(spread === 0 ? 0 : (hits * all - dot(rows, columns)) / Math.sqrt(spread));
}

export function cohenKappa(args: Arguments, context: Context): Value {
  const found = compared(args.get('y1'), args.get('y2'), args.get('sample_weight'), 'cohen_kappa_score', context);
  const labels = askedLabels(args, 'cohen_kappa_score', context) ?? found.labels.keys;
  const n = labels.length;
  const cells = confusion(found, labels);
  const kind = word(args.get('weights'));
  const apart = (i: number, j: number) => (kind === 'linear' ? Math.abs(i - j) : kind ? (i - j) ** 2 : i === j ? 0 : 1);
  const sums = [new Float64Array(n), new Float64Array(n)] as const;
  for (const [at, cell] of cells.entries()) {
    sums[0][at % n] = (sums[0][at % n] as number) + cell;
    sums[1][Math.floor(at / n)] = (sums[1][Math.floor(at / n)] as number) + cell;
  }
  const all = sums[0].reduce((total, x) => total + x, 0);
  let [seen, expected] = [0, 0];
  for (const [at, cell] of cells.entries()) {
    const weight = apart(Math.floor(at / n), at % n);
    seen += weight * cell;
    expected += (weight * (sums[0][Math.floor(at / n)] as number) * (sums[1][at % n] as number)) / all;
  }
  return float(expected === 0 ? Number.NaN : 1 - seen / expected);
}

/** The table of `classification_report`, or its numbers as a dict. */
export function classificationReport(args: Arguments, context: Context): Value {
  const name = 'classification_report';
  if (args.get('sample_weight').kind !== 'none')
    return context.unknown('its argument sample_weight is not supported yet', name);
  const found = given(args, name, context);
  const asked = askedLabels(args, name, context);
  const labels = asked ?? found.labels.keys;
  const isAccuracy = !asked || found.labels.keys.every((key) => asked.includes(key));
  const titles = args.get('target_names');
  const names =
    titles.kind === 'none'
      ? labels.map((key) => context.str(labelValue(key, found.labels as Labels)) ?? String(key))
      : (context.elements(titles) ?? []).map((each) => context.str(each) ?? '?');
  if (names.length !== labels.length && !asked)
    context.raise(
      'ValueError',
      `Number of classes, ${labels.length}, does not match size of target_names, ${names.length}. Try specifying the labels parameter`,
    );
  const empty = emptyScore(args);
  const each = scoresOf(found, labels, 1, false, empty);
  const micro = scoresOf(found, labels, 1, true, empty);
  const total = each.support.reduce((sum, x) => sum + x, 0);
  const mean = (weights: Float64Array | undefined) =>
    [meanOf(each.precision, weights), meanOf(each.recall, weights), meanOf(each.f, weights), total] as const;
  const averages = [
    [
      isAccuracy ? 'accuracy' : 'micro avg',
      [micro.precision[0], micro.recall[0], micro.f[0], total] as readonly number[],
    ],
    ['macro avg', mean(undefined)],
    ['weighted avg', mean(each.support)],
  ] as const;
  const rows = names
    .slice(0, labels.length)
    .map(
      (title, i) =>
        [title, [each.precision[i], each.recall[i], each.f[i], each.support[i]] as readonly number[]] as const,
    );
  if (context.truth(args.get('output_dict'))) return asDict([...rows, ...averages]);
  return str(table(rows, averages, intOf(args.get('digits'), context), context));
}

type Row = readonly [title: string, numbers: readonly number[]];
const headers = ['precision', 'recall', 'f1-score', 'support'];

function table(rows: readonly Row[], averages: readonly Row[], digits: number, context: Context): string {
  const width = Math.max(...rows.map(([title]) => [...title].length), 'weighted avg'.length, digits);
  const cell = (x: number) => context.format(float(x), `>9.${digits}f`) ?? '?';
  const line = ([title, numbers]: Row) =>
    `${title.padStart(width)}  ${numbers.slice(0, 3).map(cell).join(' ')} ${String(numbers[3]).padStart(9)}\n`;
  const ends = averages.map((row) => {
    if (row[0] !== 'accuracy') return line(row);
    const f = cell(row[1][2] as number);
    return `${row[0].padStart(width)}  ${' '.repeat(9)} ${' '.repeat(9)} ${f} ${String(row[1][3]).padStart(9)}\n`;
  });
  const head = `${' '.repeat(width)}  ${headers.map((each) => each.padStart(9)).join(' ')}\n\n`;
  return `${head}${rows.map(line).join('')}\n${ends.join('')}`;
}

function asDict(rows: readonly Row[]): Value {
  const dict = (entries: readonly (readonly [string, Value])[]): Value => ({
    kind: 'dict',
    entries: new Map(entries.map(([key, value]) => [keyOf(str(key)) ?? '', { key: str(key), value }])),
  });
  return dict(
    rows.map(([title, numbers]) => [
      title,
      title === 'accuracy'
        ? float(numbers[0] as number)
        : dict(headers.map((header, i) => [header, float(numbers[i] as number)] as const)),
    ]),
  );
}
