import type { CurvesFit, CurvesState } from './contract.js';

/** The state of a run in a sentence. */
export function statusText(state: CurvesState): string {
  switch (state.status) {
    case 'starting':
      return 'Starting …';
    case 'running':
      return 'Training';
    case 'stopping':
      return 'Stopping after the step at hand …';
    case 'completed':
      return 'Completed';
    case 'stopped':
      return 'Stopped';
    case 'failed':
      return 'Failed';
    case 'lost':
      return 'The training process ended before the run did';
  }
}

/** `Epoch 3/10 · loss 0.3120 · accuracy 0.9071 · 12 s left`. */
export function progressText(fit: CurvesFit): string {
  const logs = Object.entries(fit.current).map(([name, value]) => `${name} ${number(value)}`);
  const left = fit.secondsLeft === null ? [] : [`${duration(fit.secondsLeft)} left`];
  return [`Epoch ${fit.epoch}/${fit.epochs}`, ...logs, ...left].join(' · ');
}

/** Four significant digits; `NaN` where it is not a finite number. */
export function number(value: number | null | undefined): string {
  if (value === undefined) return '';
  if (value === null) return 'NaN';
  return Math.abs(value) >= 1e-3 && Math.abs(value) < 1e5 ? value.toFixed(4) : value.toExponential(2);
}

export function duration(seconds: number): string {
  if (seconds < 60) return `${Math.ceil(seconds)} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.round((seconds % 3600) / 60)} min`;
}

/** Logs that share a chart: each with its `val_` twin, `loss` first. */
export function chartsOf(
  logs: CurvesFit['logs'],
): readonly { readonly title: string; readonly names: readonly string[] }[] {
  const names = Object.keys(logs);
  return names
    .filter((name) => !name.startsWith('val_') || !names.includes(name.slice(4)))
    .sort((a, b) => Number(b === 'loss') - Number(a === 'loss'))
    .map((name) => ({ title: name, names: [name, `val_${name}`].filter((one) => names.includes(one)) }));
}

/** The table has every so manieth epoch: at most 5,000 rows. */
export function rowStep(epochs: number): number {
  let step = 1;
  while (epochs / step > 5000) step *= 10;
  return step;
}
