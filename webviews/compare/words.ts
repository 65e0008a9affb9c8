import type { CurvePoints, CurveValue } from '../curves/contract.js';
import { grownCurves } from '../curves/grown.js';
import { chartsOf, loopChartsOf } from '../curves/words.js';
import { number } from '../kit/number.js';
import type { ComparedGrowth, ComparedTraining } from './contract.js';

/** The curves of one measure: that of training and those of other data, which share a scale. */
export interface Measure {
  readonly by: 'epoch' | 'step';
  readonly names: readonly string[];
}

/** What there is to be seen of trainings, losses first. */
export function measuresOf(trainings: readonly ComparedTraining[]): readonly Measure[] {
  const curves = (by: Measure['by']) =>
    Object.assign({}, ...trainings.filter((each) => each.by === by).map((each) => each.curves)) as Record<
      string,
      CurvePoints
    >;
  const logs = Object.fromEntries(Object.keys(curves('epoch')).map((name) => [name, []]));
  return [
    ...chartsOf(logs).map(({ names }): Measure => ({ by: 'epoch', names })),
    ...loopChartsOf(curves('step')).map(({ names }): Measure => ({ by: 'step', names })),
  ];
}

const better: readonly (readonly [RegExp, 'low' | 'high'])[] = [
  [
    /loss|error|divergence|entropy|hinge|perplexity|false_|(^|_)(mse|mae|mape|msle|rmse|kld|poisson|huber|log_?cosh)\d*$/,
    'low',
  ],
  [
    /acc(uracy)?(_|\d|$)|auc|precision|recall|sensitivity|specificity|true_|f1|f_?beta|f_?measure|io_?u|dice|r2|psnr|ssim|bleu/,
    'high',
  ],
];

/** Whether a measure is better where it is low, going by its name; undefined: its name does not say. */
export function betterIs(name: string): 'low' | 'high' | undefined {
  return better.find(([names]) => names.test(name.toLowerCase()))?.[1];
}

export interface Best {
  readonly value: number;
  /** The epoch, or the step, that had it first. */
  readonly step: number;
}

/** Of curves that did not grow since they are not searched again. */
const searched = new WeakMap<
  CurvePoints['values'],
  { readonly length: number; readonly last: CurveValue | undefined; readonly best: Best | undefined }
>();

/** The best value of a curve; undefined where there is none, or nothing says which is. */
export function bestOf(name: string, curve: CurvePoints | undefined): Best | undefined {
  const direction = betterIs(name);
  if (!direction || !curve) return undefined;
  const { length } = curve.values;
  const last = curve.values.at(-1);
  const known = searched.get(curve.values);
  if (known?.length === length && known.last === last) return known.best;
  const best = search(curve, direction);
  searched.set(curve.values, { length, last, best });
  return best;
}

function search(curve: CurvePoints, direction: 'low' | 'high'): Best | undefined {
  let best: Best | undefined;
  for (const [i, value] of curve.values.entries()) {
    if (typeof value !== 'number') continue;
    if (best === undefined || (direction === 'low' ? value < best.value : value > best.value))
      best = { value, step: curve.steps[i] ?? 0 };
  }
  return best;
}

/**
 * The best value that several trainings came to; undefined where they are not measured by the same: epochs are not held
 * against steps, nor one loss function against another.
 */
export function bestOfAll(
  trainings: readonly ComparedTraining[],
  by: ComparedTraining['by'],
  name: string,
): number | undefined {
  const alike = trainings.filter((each) => each.by === by && each.curves[name]);
  const losses = new Set(alike.map(({ settings }) => settings['loss function']));
  if (alike.length < 2 || (/loss$/.test(name) && losses.size > 1)) return undefined;
  const values = alike.flatMap(({ curves }) => bestOf(name, curves[name])?.value ?? []);
  if (!values.length) return undefined;
  return betterIs(name) === 'high' ? Math.max(...values) : Math.min(...values);
}

export function lastOf(curve: CurvePoints | undefined): CurveValue {
  return curve?.values.findLast((value) => value !== null) ?? null;
}

/** `best 0.0010, epoch 38`, where that is not the last value. */
export function bestText(by: ComparedTraining['by'], best: Best | undefined, last: CurveValue): string {
  return best === undefined || best.value === last ? '' : `best ${number(best.value)}, ${by} ${best.step}`;
}

/** What is told where it is the same in all, in this order. */
const told = ['optimizer', 'learning_rate', 'batch_size', 'epochs', 'loss function', 'samples', 'parameters', 'engine'];

/** Settings by their names: those that differ, and of the others those that all trainings have, with their values. */
export function settingsOf(trainings: readonly ComparedTraining[]): {
  readonly differing: readonly string[];
  readonly same: readonly (readonly [string, string])[];
} {
  const names = [...new Set([...told, ...trainings.flatMap(({ settings }) => Object.keys(settings))])];
  const valuesOf = (name: string) => trainings.flatMap(({ settings }) => settings[name] ?? []);
  const isOne = (name: string) => new Set(valuesOf(name)).size <= 1;
  return {
    differing: names.filter((name) => !isOne(name)),
    same: told.flatMap((name) => {
      const values = valuesOf(name);
      return isOne(name) && values[0] && values.length === trainings.length ? [[name, values[0]] as const] : [];
    }),
  };
}

/** How a line is drawn, by its place: twenty can be told apart, without colours four. */
export const dashes: readonly (readonly number[] | undefined)[] = [undefined, [8, 4], [2, 3], [10, 3, 2, 3]];

export function dashOf(index: number): readonly number[] | undefined {
  return dashes[index % dashes.length];
}

/** What tells a training from the others: `spirals.py, 14:02:11, sequential.fit, line 22`. */
export function nameOf({ name, when, part }: ComparedTraining): string {
  return [name, when, ...(part === undefined ? [] : [part])].join(', ');
}

/** The least and the largest of all finite values, or of those from `lowest` on. */
export function scaleOf(
  curves: readonly (CurvePoints | undefined)[],
  lowest = Number.NEGATIVE_INFINITY,
): readonly [number, number] | undefined {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const curve of curves)
    for (const value of curve?.values ?? []) {
      if (typeof value !== 'number' || value < lowest) continue;
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
  return least <= most ? [least, most] : undefined;
}

/** The trainings with what is new in them; the points of those that were there are changed in place. */
export function grownTrainings(
  trainings: readonly ComparedTraining[],
  growths: readonly ComparedGrowth[],
): readonly ComparedTraining[] {
  const byId = new Map(growths.map((growth) => [growth.id, growth]));
  return trainings.map((training) => {
    const growth = byId.get(training.id);
    if (!growth) return training;
    const { from, ...rest } = growth;
    return { ...rest, curves: grownCurves(training.curves, rest.curves, from) };
  });
}
