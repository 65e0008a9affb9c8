import type { Context } from '../../../values/context.js';
import type { Value } from '../../../values/value.js';

/** A value of the logs that a callback watches, and what counts as better. */
export interface Monitor {
  readonly monitor: string;
  /** By more than `delta`. Anything is better than nothing. */
  isBetter(current: number, best: number | undefined, delta: number): boolean;
  /** Says that the logs do not have it, as Keras does. */
  warnMissing(logs: Value, context: Context): void;
}

/** Metrics of which more is better, where `mode='auto'` has to be told: as Keras 3 finds it by their names. */
const growing =
  /(^|_)(acc|accuracy|auc|precision|recall|f1_score|fbeta_score|iou|r2_score|true_positives|true_negatives)/;

export function monitorOf(monitored: Value, mode: Value, callback: string, context: Context): Monitor {
  const monitor = monitored.kind === 'str' ? monitored.value : '';
  const given = mode.kind === 'str' ? mode.value : 'auto';
  if (!['auto', 'min', 'max'].includes(given))
    context.host.warn?.(`${callback} mode ${given} is unknown, fallback to auto mode.`);
  const isMore = given === 'max' || (given !== 'min' && growing.test(monitor));
  return {
    monitor,
    isBetter: (current, best, delta) =>
      best === undefined || (isMore ? current - delta > best : current + delta < best),
    warnMissing(logs, at) {
      const keys =
        logs.kind === 'dict' ? [...logs.entries.values()].map(({ key }) => (key.kind === 'str' ? key.value : '')) : [];
      at.host.warn?.(
        `${callback} is conditioned on metric \`${monitor}\` which is not available. Available metrics are: ${keys.join(',')}`,
      );
    },
  };
}
