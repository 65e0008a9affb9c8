import type { Context } from '../../../values/context.js';
import type { Arguments } from '../../../values/native-function.js';
import { float, tuple, type Value } from '../../../values/value.js';
import { array } from '../../numpy/view.js';
import { distinct, type Key, type Labels, labelsAndShape, labelsOf, placesAmong } from './categories.js';
import { averaged, kindOfTarget, type Numbers, numbersIn, sameLengths, weightsOf } from './targets.js';

/** Counts of hits and false alarms as the threshold falls through the scores. */
interface Falling {
  readonly hits: number[];
  readonly alarms: number[];
  readonly thresholds: number[];
}

function falling(isHit: ArrayLike<boolean>, scores: ArrayLike<number>, weights: Float64Array | undefined): Falling {
  const order = Array.from({ length: scores.length }, (_, i) => i).sort(
    (a, b) => (scores[b] as number) - (scores[a] as number),
  );
  const found: Falling = { hits: [], alarms: [], thresholds: [] };
  let [hits, alarms] = [0, 0];
  for (const [k, i] of order.entries()) {
    if (isHit[i]) hits += weights?.[i] ?? 1;
    else alarms += weights?.[i] ?? 1;
    const next = order[k + 1];
    if (next !== undefined && scores[next] === scores[i]) continue;
    found.hits.push(hits);
    found.alarms.push(alarms);
    found.thresholds.push(scores[i] as number);
  }
  return found;
}

/** The points of the curve: false alarms, hits and thresholds, without those on straight lines. */
function curve({ hits, alarms, thresholds }: Falling, isDropping: boolean): readonly [number[], number[], number[]] {
  const bends = [...hits.keys()].filter((i) => {
    if (!isDropping || hits.length <= 2 || i === 0 || i === hits.length - 1) return true;
    const second = (x: number[]) => (x[i + 1] as number) - 2 * (x[i] as number) + (x[i - 1] as number);
    return second(hits) !== 0 || second(alarms) !== 0;
  });
  const share = (x: number[]) => {
    const last = x.at(-1) as number;
    return [0, ...bends.map((i) => x[i] as number)].map((each) => (last > 0 ? each / last : Number.NaN));
  };
  return [share(alarms), share(hits), [Number.POSITIVE_INFINITY, ...bends.map((i) => thresholds[i] as number)]];
}

function area(x: readonly number[], y: readonly number[]): number {
  let total = 0;
  for (let i = 1; i < x.length; i += 1)
    total += (((x[i] as number) - (x[i - 1] as number)) * ((y[i] as number) + (y[i - 1] as number))) / 2;
  return total;
}

const vector = (values: readonly number[], single = false) =>
  single
    ? array('float32', [values.length], Float32Array.from(values))
    : array('float64', [values.length], Float64Array.from(values));

interface Binary {
  readonly isHit: boolean[];
  readonly scores: Float64Array | Float32Array;
  readonly weights: Float64Array | undefined;
}

/** Two classes and scores of the positive one. */
function binary(args: Arguments, name: string, context: Context): Binary {
  const given = args.get('y_score').kind === 'none' && args.keywords.has('probas_pred') ? 'probas_pred' : 'y_score';
  const [labels, shape] = labelsAndShape(args.get('y_true'), name, context);
  const scores = numbersIn(args.get(given), name, context);
  const kind = kindOfTarget(labels, shape);
  const pos = args.get('pos_label');
  if (kind !== 'binary' && !(kind === 'multiclass' && pos.kind !== 'none'))
    context.raise('ValueError', `${kind} format is not supported`);
  sameLengths([labels.keys.length, scores.rows], context);
  if (scores.columns !== 1)
    context.raise(
      'ValueError',
      `y should be a 1d array, got an array of shape (${scores.rows}, ${scores.columns}) instead.`,
    );
  let positive: Key = 1;
  if (pos.kind === 'str' || pos.kind === 'int' || pos.kind === 'float') positive = pos.value;
  else if (!labels.keys.every((key) => key === 0 || key === 1 || key === -1))
    context.raise(
      'ValueError',
      `y_true takes value in {${distinct(labels)
        .keys.map((key) =>
          context.repr(typeof key === 'string' ? { kind: 'str', value: key } : { kind: 'int', value: key }),
        )
        .join(
          ', ',
        )}} and pos_label is not specified: either make y_true take value in {0, 1} or {-1, 1} or pass pos_label explicitly.`,
    );
  return {
    isHit: labels.keys.map((key) => key === positive),
    scores: scores.data,
    weights: weightsOf(args.get('sample_weight'), name, context),
  };
}

export function rocCurve(args: Arguments, context: Context): Value {
  const { isHit, scores, weights } = binary(args, 'roc_curve', context);
  const [x, y, thresholds] = curve(
    falling(isHit, scores, weights),
    context.truth(args.get('drop_intermediate')) === true,
  );
  return tuple([vector(x), vector(y), vector(thresholds, scores instanceof Float32Array)]);
}

function precisionAndRecall({ hits, alarms }: Falling): readonly [number[], number[]] {
  const all = hits.at(-1) as number;
  const precision = hits.map((hit, i) => (hit + (alarms[i] as number) === 0 ? 0 : hit / (hit + (alarms[i] as number))));
  const recall = hits.map((hit) => (all === 0 ? 1 : hit / all));
  return [
    [...precision.toReversed(), 1],
    [...recall.toReversed(), 0],
  ];
}

export function precisionRecallCurve(args: Arguments, context: Context): Value {
  if (context.truth(args.get('drop_intermediate')))
    return context.unknown('its argument drop_intermediate is not supported yet', 'precision_recall_curve');
  const { isHit, scores, weights } = binary(args, 'precision_recall_curve', context);
  const found = falling(isHit, scores, weights);
  const [precision, recall] = precisionAndRecall(found);
  return tuple([
    vector(precision),
    vector(recall),
    vector(found.thresholds.toReversed(), scores instanceof Float32Array),
  ]);
}

export function averagePrecision(args: Arguments, context: Context): Value {
  const { isHit, scores, weights } = binary(args, 'average_precision_score', context);
  const [precision, recall] = precisionAndRecall(falling(isHit, scores, weights));
  let total = 0;
  for (let i = 0; i + 1 < recall.length; i += 1)
    total += ((recall[i + 1] as number) - (recall[i] as number)) * (precision[i] as number);
  return float(Math.max(0, -total));
}

export function areaUnder(args: Arguments, context: Context): Value {
  const [x, y] = [numbersIn(args.get('x'), 'auc', context), numbersIn(args.get('y'), 'auc', context)];
  sameLengths([x.rows, y.rows], context);
  const steps = Array.from({ length: x.rows - 1 }, (_, i) => (x.data[i + 1] as number) - (x.data[i] as number));
  const falls = steps.some((step) => step < 0);
  if (falls && !steps.every((step) => step <= 0))
    context.raise('ValueError', `x is neither increasing nor decreasing : ${context.str(args.get('x'))}.`);
  return float((falls ? -1 : 1) * area(Array.from(x.data), Array.from(y.data)));
}

/** The area under the curve of one class against all others; no number where there is only one. */
function binaryArea(isHit: boolean[], scores: ArrayLike<number>, weights: Float64Array | undefined): number {
  if (isHit.every(Boolean) || !isHit.some(Boolean)) return Number.NaN;
  const [x, y] = curve(falling(isHit, scores, weights), true);
  return area(x, y);
}

export function rocAuc(args: Arguments, context: Context): Value {
  const name = 'roc_auc_score';
  if (args.get('max_fpr').kind !== 'none') return context.unknown('its argument max_fpr is not supported yet', name);
  const [labels, shape] = labelsAndShape(args.get('y_true'), name, context);
  const scores = numbersIn(args.get('y_score'), name, context);
  sameLengths([shape[0] ?? 0, scores.rows], context);
  const weights = weightsOf(args.get('sample_weight'), name, context);
  const kind = kindOfTarget(labels, shape);
  const column = (j: number) =>
    Float64Array.from({ length: scores.rows }, (_, i) => scores.data[i * scores.columns + j] as number);
  const average = args.get('average');
  const how = average.kind === 'str' ? average.value : undefined;
  if (kind === 'binary' && scores.columns === 1) {
    const classes = distinct(labels);
    return float(
      binaryArea(
        labels.keys.map((key) => classes.keys.length === 2 && key === classes.keys[1]),
        scores.data,
        weights,
      ),
    );
  }
  if (kind === 'binary' && scores.columns === 2)
    return context.raise('ValueError', `y should be a 1d array, got an array of shape (${scores.rows}, 2) instead.`);
  const several = kind === 'multilabel-indicator';
  if (!several && kind !== 'multiclass' && kind !== 'binary')
    return context.raise('ValueError', `${kind} format is not supported`);
  if (!several) checkShares(scores, context);
  if (!several) checkClasses(args, labels, scores.columns, context);
  if (how === 'micro' || how === 'samples') return context.unknown(`average='${how}' is not supported yet`, name);
  const classes = several ? undefined : distinct(labels);
  const places = classes && placesAmong(classes, labels.keys);
  const isHit = (j: number) =>
    Array.from({ length: scores.rows }, (_, i) =>
      places ? places[i] === j : labels.keys[i * scores.columns + j] === 1,
    );
  const each = Array.from({ length: scores.columns }, (_, j) => binaryArea(isHit(j), column(j), weights));
  if (!how) return vector(each);
  const support = Array.from({ length: scores.columns }, (_, j) =>
    isHit(j).reduce((total, hit, i) => total + (hit ? (weights?.[i] ?? 1) : 0), 0),
  );
  return float(averaged(each, how === 'weighted' ? support : undefined));
}

/** Each row's scores are the probabilities of its classes: they sum to 1, as `np.allclose` has it. */
function checkShares({ rows, columns, data }: Numbers, context: Context): void {
  for (let i = 0; i < rows; i += 1) {
    let sum = 0;
    for (let j = 0; j < columns; j += 1) sum += data[i * columns + j] as number;
    if (Math.abs(1 - sum) > 1e-8 + 1e-5 * Math.abs(sum))
      context.raise(
        'ValueError',
        'Target scores need to be probabilities for multiclass roc_auc, i.e. they should sum up to 1.0 over classes',
      );
  }
}

function checkClasses(args: Arguments, labels: Labels, columns: number, context: Context): void {
  const how = args.get('multi_class');
  if (how.kind !== 'str' || how.value === 'raise') context.raise('ValueError', "multi_class must be in ('ovo', 'ovr')");
  if (how.kind === 'str' && how.value === 'ovo')
    context.unknown("multi_class='ovo' is not supported yet", 'roc_auc_score');
  const asked = args.get('labels');
  const classes = asked.kind === 'none' ? distinct(labels) : labelsOf(asked, 'roc_auc_score', context);
  if (classes.keys.length !== columns)
    context.raise('ValueError', "Number of classes in y_true not equal to the number of columns in 'y_score'");
  if (asked.kind !== 'none') context.unknown('its argument labels is not supported yet', 'roc_auc_score');
}

export function logLoss(args: Arguments, context: Context): Value {
  const given = args.get('y_proba').kind === 'none' ? args.get('y_pred') : args.get('y_proba');
  const labels = labelsOf(args.get('y_true'), 'log_loss', context);
  const asked = args.get('labels');
  const classes = distinct(asked.kind === 'none' ? labels : labelsOf(asked, 'log_loss', context));
  const { rows, columns, data } = numbersIn(given, 'log_loss', context);
  sameLengths([rows, labels.keys.length], context);
  const [most, least] = [Math.max(...extremes(data)), Math.min(...extremes(data))];
  if (most > 1) context.raise('ValueError', `y_prob contains values greater than 1: ${most}`);
  if (least < 0) context.raise('ValueError', `y_prob contains values lower than 0: ${least}`);
  const width = Math.max(columns, 2);
  if (classes.keys.length === 1)
    context.raise(
      'ValueError',
      asked.kind === 'none'
        ? `y_true contains only one label (${classes.keys[0]}). Please provide the list of all expected class labels explicitly through the labels argument.`
        : `The labels array needs to contain at least two labels. Got [${context.repr(asked)}].`,
    );
  if (classes.keys.length !== width)
    context.raise(
      'ValueError',
      asked.kind === 'none'
        ? `y_true and y_prob contain different number of classes: ${classes.keys.length} vs ${width}. Please provide the true labels explicitly through the labels argument. Classes found in y_true: [${classes.keys.join(' ')}]`
        : `The number of classes in labels is different from that in y_prob. Classes found in labels: [${classes.keys.join(' ')}]`,
    );
  const single = data instanceof Float32Array;
  const round = single ? Math.fround : (x: number) => x;
  const tiny = single ? 2 ** -23 : 2 ** -52;
  const losses = Array.from(placesAmong(classes, labels.keys), (at, i) => {
    const share =
      columns === 1
        ? at === 1
          ? (data[i] as number)
          : round(1 - (data[i] as number))
        : (data[i * columns + at] as number);
    return -round(Math.log(Math.min(Math.max(share, tiny), round(1 - tiny))));
  });
  const weights = weightsOf(args.get('sample_weight'), 'log_loss', context);
  if (context.truth(args.get('normalize')) !== false) return float(averaged(losses, weights));
  return float(losses.reduce((total, loss, i) => total + loss * (weights?.[i] ?? 1), 0));
}

function extremes(data: Float64Array | Float32Array): readonly [number, number] {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const x of data) {
    if (x < least) least = x;
    if (x > most) most = x;
  }
  return [least, most];
}
