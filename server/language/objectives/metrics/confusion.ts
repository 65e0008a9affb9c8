import { listSetting, numberSetting, optionalNumber } from '../../layers/settings.js';
import type { TensorData } from '../../tensor/element-type.js';
import type { Configuration, LogValue } from '../../training-request.js';
import { type Counting, type Counts, countsOf } from './counts.js';
import type { Metric } from './metric.js';

/** The names of Keras's variables. */
const variables: Readonly<Record<keyof Counts, string>> = {
  truePositives: 'true_positives',
  falsePositives: 'false_positives',
  trueNegatives: 'true_negatives',
  falseNegatives: 'false_negatives',
};

/** A metric of counts at some thresholds, whose variables are some of them. */
export function counted(
  which: readonly (keyof Counts)[],
  counting: (spec: Configuration) => Counting,
  result: (counts: readonly Float64Array[], spec: Configuration) => LogValue,
): Metric {
  return {
    state: (spec) => which.map((each) => ({ name: variables[each], shape: [counting(spec).thresholds.length] })),
    update(graph, batch, state, spec) {
      const counts = countsOf(graph, batch, counting(spec));
      return which.map((each, i) => graph.one('Add', [state[i], counts[each]]));
    },
    result: (state, spec) => result(state.map(numbersOf), spec),
  };
}

/** How many outputs are, say, true positives. */
export function countOf(which: keyof Counts): Metric {
  return counted([which], atThresholds, ([counts]) => oneOrAll(Array.from(counts ?? [])));
}

/** What is right among the outputs that are positive. */
export const precision = share('falsePositives');

/** What is found of the labels that are positive. */
export const recall = share('falseNegatives');

function share(wrong: keyof Counts): Metric {
  return counted(['truePositives', wrong], atThresholds, ([right, other]) =>
    oneOrAll(Array.from(right ?? [], (value, i) => quotient(value, value + (other?.[i] ?? 0)))),
  );
}

/** The best of one rate at those thresholds where another is at least what was asked for. */
function best(setting: string, held: Rate, wanted: Rate): Metric {
  const all = ['truePositives', 'falsePositives', 'trueNegatives', 'falseNegatives'] as const;
  return counted(all, atPoints, (counts, spec) => {
    const least = numberSetting(spec, setting);
    const [tp, fp, tn, fn] = counts as [Float64Array, Float64Array, Float64Array, Float64Array];
    let largest = 0;
    tp.forEach((_, i) => {
      const at = { tp: tp[i] ?? 0, fp: fp[i] ?? 0, tn: tn[i] ?? 0, fn: fn[i] ?? 0 };
      if (held(at) >= Math.fround(least)) largest = Math.max(largest, wanted(at));
    });
    return largest;
  });
}

type Rate = (at: { readonly tp: number; readonly fp: number; readonly tn: number; readonly fn: number }) => number;

const sensitivity: Rate = ({ tp, fn }) => quotient(tp, tp + fn);
const specificity: Rate = ({ tn, fp }) => quotient(tn, tn + fp);
const exactness: Rate = ({ tp, fp }) => quotient(tp, tp + fp);

export const sensitivityAtSpecificity = best('specificity', specificity, sensitivity);
export const specificityAtSensitivity = best('sensitivity', sensitivity, specificity);
export const precisionAtRecall = best('recall', sensitivity, exactness);
export const recallAtPrecision = best('precision', exactness, sensitivity);

/** `thresholds=`: one, several, or Keras's own. */
function atThresholds(spec: Configuration): Counting {
  const topK = optionalNumber(spec, 'top_k');
  const one = optionalNumber(spec, 'thresholds');
  const several = listSetting(spec, 'thresholds').map(Number);
  const own = topK === null ? 0.5 : -1e10;
  return {
    thresholds: several.length > 0 ? several : [one ?? own],
    topK,
    classId: optionalNumber(spec, 'class_id'),
  };
}

/** `num_thresholds=`, from 0 to 1. */
function atPoints(spec: Configuration): Counting {
  const count = numberSetting(spec, 'num_thresholds');
  const thresholds = count === 1 ? [0.5] : Array.from({ length: count }, (_, i) => i / (count - 1));
  return { thresholds, classId: optionalNumber(spec, 'class_id') };
}

export function numbersOf({ data }: TensorData): Float64Array {
  return Float64Array.from(data as ArrayLike<number>, Number);
}

/** a / b as float32, 0 where b is 0. */
export function quotient(a: number, b: number): number {
  return b === 0 ? 0 : Math.fround(a / b);
}

function oneOrAll(values: readonly number[]): LogValue {
  return values.length === 1 ? (values[0] as number) : values;
}
