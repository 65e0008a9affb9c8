import { flagSetting, listSetting, numberSetting, textSetting } from '../../layers/settings.js';
import { cast } from '../../tensor/constants.js';
import type { Configuration } from '../../training-request.js';
import { numbersOf } from './confusion.js';
import { type Counting, countsOf } from './counts.js';
import type { Metric } from './metric.js';

/** What the outermost thresholds lie beside 0 and 1, so that all outputs are between them. */
const EDGE = 1e-7;

/** The area under a curve that goes through many thresholds. */
export const auc: Metric = {
  state(spec, output) {
    const { thresholds, multiLabel } = countingOf(spec);
    const labels = multiLabel ? [Number(output?.at(-1))] : [];
    return ['true_positives', 'false_positives', 'true_negatives', 'false_negatives'].map((name) => ({
      name,
      shape: [thresholds.length, ...labels],
    }));
  },
  update(graph, batch, state, spec) {
    const output = cast(graph, batch.prediction.output, 'float32');
    const probabilities = flagSetting(spec, 'from_logits') ? graph.one('Sigmoid', [output]) : output;
    const prediction = { ...batch.prediction, output: probabilities };
    const counts = countsOf(graph, { ...batch, prediction }, countingOf(spec));
    return [counts.truePositives, counts.falsePositives, counts.trueNegatives, counts.falseNegatives].map((each, i) =>
      graph.one('Add', [state[i], each]),
    );
  },
  result(state, spec) {
    const [tp, fp, tn, fn] = state.map(numbersOf) as [Float64Array, Float64Array, Float64Array, Float64Array];
    const labels = state[0]?.shape[1] ?? 1;
    const areas = Array.from({ length: labels }, (_, label) => {
      const of = (all: Float64Array) => all.filter((_each, at) => at % labels === label);
      return area({ tp: of(tp), fp: of(fp), tn: of(tn), fn: of(fn) }, spec);
    });
    const weights = flagSetting(spec, 'multi_label') ? weightsOf(spec) : undefined;
    const all = areas.reduce((sum, each, i) => sum + each * (weights?.[i] ?? 1), 0);
    return all / (weights?.reduce((sum, each) => sum + each, 0) ?? labels);
  },
};

function countingOf(spec: Configuration): Counting & { readonly multiLabel: boolean } {
  const given = listSetting(spec, 'thresholds').map(Number);
  const count = numberSetting(spec, 'num_thresholds');
  const inner =
    spec.settings['thresholds'] === null
      ? Array.from({ length: count - 2 }, (_, i) => (i + 1) / (count - 1))
      : given.toSorted((a, b) => a - b);
  const multiLabel = flagSetting(spec, 'multi_label');
  return {
    thresholds: [-EDGE, ...inner, 1 + EDGE],
    multiLabel,
    labelWeights: multiLabel ? undefined : weightsOf(spec),
  };
}

function weightsOf(spec: Configuration): readonly number[] | undefined {
  const given = listSetting(spec, 'label_weights').map(Number);
  return given.length > 0 ? given : undefined;
}

interface Curve {
  readonly tp: Float64Array;
  readonly fp: Float64Array;
  readonly tn: Float64Array;
  readonly fn: Float64Array;
}

function area(counts: Curve, spec: Configuration): number {
  const curve = textSetting(spec, 'curve')?.toUpperCase();
  const method = textSetting(spec, 'summation_method')?.toLowerCase();
  if (curve === 'PR' && method === 'interpolation') return interpolatedPrecision(counts);
  const points = Array.from(counts.tp, (_, i) => pointOf(counts, i, curve));
  return points.slice(1).reduce((sum, next, i) => {
    const at = points[i] as Point;
    const between = (at.y + next.y) / 2;
    const height =
      method === 'interpolation' ? between : method === 'minoring' ? Math.min(at.y, next.y) : Math.max(at.y, next.y);
    return sum + (at.x - next.x) * height;
  }, 0);
}

interface Point {
  readonly x: number;
  readonly y: number;
}

function pointOf(counts: Curve, i: number, curve: string | undefined): Point {
  const [tp, fp, tn, fn] = [counts.tp, counts.fp, counts.tn, counts.fn].map((each) => each[i] ?? 0) as [
    number,
    number,
    number,
    number,
  ];
  const recall = divided(tp, tp + fn);
  if (curve === 'ROC') return { x: divided(fp, fp + tn), y: recall };
  if (curve === 'PR') return { x: recall, y: divided(tp, tp + fp) };
  if (tp === 0) return { x: 0, y: 1 };
  const scale = divided(tp + fn, tn + fp);
  return { x: Math.max(1 - scale * (fn / tp), 0), y: 1 - scale * (fp / tp) };
}

/** The area under precision over recall, where true and false positives grow in a line from one threshold to the next. */
function interpolatedPrecision({ tp, fp, fn }: Curve): number {
  let sum = 0;
  for (let i = 0; i + 1 < tp.length; i += 1) {
    const [here, next] = [tp[i] ?? 0, tp[i + 1] ?? 0];
    const [all, allNext] = [here + (fp[i] ?? 0), next + (fp[i + 1] ?? 0)];
    const slope = divided(here - next, Math.max(all - allNext, 0));
    const intercept = next - slope * allNext;
    const ratio = all > 0 && allNext > 0 ? all / allNext : 1;
    sum += divided(slope * (here - next + intercept * Math.log(ratio)), Math.max(next + (fn[i + 1] ?? 0), 0));
  }
  return sum;
}

function divided(a: number, b: number): number {
  return b === 0 ? 0 : a / b;
}
