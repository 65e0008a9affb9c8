import { snakeCase } from '../../../model/names.js';
import type { Context } from '../../../values/context.js';
import type { Value } from '../../../values/value.js';
import { compiledMetrics } from '../judging.js';
import { modelOf } from '../model-objects.js';

/** A value of the logs that a callback watches, and what counts as better. */
export interface Monitor {
  readonly monitor: string;
  /** To be called at an epoch's end, before all else: raises ValueError where Keras cannot tell what is better. */
  settle(model: Value, context: Context): void;
  /** By more than `delta`. Anything is better than nothing. */
  isBetter(current: number, best: number | undefined, delta: number): boolean;
}

/** Keras's metrics of which more is better, and less; `mode='auto'` refuses all others. */
const more = namesOf(
  'AUC Accuracy BinaryAccuracy BinaryIoU CategoricalAccuracy ConcordanceCorrelation CosineSimilarity F1Score FBetaScore',
  'IoU MeanIoU OneHotIoU OneHotMeanIoU PearsonCorrelation Precision PrecisionAtRecall R2Score Recall RecallAtPrecision',
  'SensitivityAtSpecificity SparseCategoricalAccuracy SparseTopKCategoricalAccuracy SpecificityAtSensitivity',
  'TopKCategoricalAccuracy acc',
);
const less = namesOf(
  'BinaryCrossentropy CategoricalCrossentropy CategoricalHinge Hinge KLDivergence LogCoshError MeanAbsoluteError',
  'MeanAbsolutePercentageError MeanSquaredError MeanSquaredLogarithmicError Poisson RootMeanSquaredError',
  'SparseCategoricalCrossentropy SquaredHinge',
);

function namesOf(...classes: readonly string[]): ReadonlySet<string> {
  return new Set(classes.join(' ').split(' ').map(snakeCase));
}

export function monitorOf(monitored: Value, mode: Value, callback: string, context: Context): Monitor {
  const monitor = monitored.kind === 'str' ? monitored.value : '';
  const given = mode.kind === 'str' ? mode.value : 'auto';
  if (!['auto', 'min', 'max'].includes(given))
    context.host.warn?.(`${callback} mode '${given}' is unknown, fallback to auto mode.`);
  let isMore = given === 'max' ? true : given === 'min' ? false : undefined;
  return {
    monitor,
    settle(model, at) {
      isMore ??= direction(model, monitor);
      if (isMore === undefined)
        at.raise(
          'ValueError',
          `${callback} callback received monitor=${monitor}, but Keras isn't able to automatically determine whether that metric should be maximized or minimized. Pass \`mode='max'\` in order to monitor based on the highest metric value, or pass \`mode='min'\` in order to use the lowest value.`,
        );
    },
    isBetter(current, best, delta) {
      if (best === undefined) return true;
      // Keras compares in float32.
      const [reached, former] = [Math.fround(isMore ? current - delta : current + delta), Math.fround(best)];
      return isMore ? reached > former : reached < former;
    },
  };
}

/** Whether more of it is better; undefined where Keras cannot tell. It looks for a metric of that name. */
function direction(model: Value, monitor: string): boolean | undefined {
  const name = monitor.startsWith('val_') ? monitor.slice('val_'.length) : monitor;
  const state = modelOf(model);
  let found = name === 'loss' ? false : undefined;
  for (const metric of state?.compiled ? compiledMetrics(state.compiled, state.model) : []) {
    if (metric.name !== name) continue;
    if (more.has(metric.function)) found = true;
    else if (less.has(metric.function)) found = false;
  }
  return found;
}

/** The names in the logs, as Keras's warnings list them. */
export function namesIn(logs: Value): string {
  const keys =
    logs.kind === 'dict' ? [...logs.entries.values()].map(({ key }) => (key.kind === 'str' ? key.value : '')) : [];
  return keys.join(',');
}
