import { number } from '../kit/number.js';
import type { CurvesEvaluation, CurvesFit, CurvesLoop, CurvesState, CurveValue } from './contract.js';

/** The state of a run in a sentence. */
export function statusText({ status }: Pick<CurvesState, 'status'>): string {
  switch (status) {
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

/** `onnxruntime (CPU, 2 threads) · 12 s`, with how long it took where it is over. */
export function engineText({ engine, seconds }: CurvesState): string {
  return [engine, ...(seconds === undefined ? [] : [duration(seconds)])].filter((part) => part !== '').join(' · ');
}

/** What stands behind `evaluate, line 22`: `: loss 0.3120 · accuracy 0.9071`. */
export function evaluationText({ times, logs }: CurvesEvaluation): string {
  return `${times > 1 ? `, last of ${times} times` : ''}: ${logTexts(Object.entries(logs)).join(' · ')}`;
}

/** The last line of a text that says something. */
export function lastLine(text: string): string {
  return text.trimEnd().split('\n').at(-1)?.trim() ?? '';
}

/**
 * `Epoch 3/10 · 12 s left · loss 0.3120 · accuracy 0.9071`. Logs of validation come with the end of each epoch alone: they
 * stand in the charts' legends, and here the text would change its length with each epoch.
 */
export function progressText(fit: CurvesFit): string {
  const logs = logTexts(Object.entries(fit.current).filter(([name]) => !name.startsWith('val_')));
  const left = fit.secondsLeft === null ? [] : [`${duration(fit.secondsLeft)} left`];
  return [`Epoch ${fit.epoch}/${fit.epochs}`, ...left, ...logs].join(' · ');
}

/** `8 of 10 epochs · loss 0.3120 · val_loss 0.3333`, where it is over. */
export function endText(fit: CurvesFit): string {
  const values = Object.entries(fit.logs).map(([name, all]): [string, CurveValue] => [name, lastValue(all)]);
  return [`${lastEpoch(fit)} of ${fit.epochs} epochs`, ...logTexts(values)].join(' · ');
}

/** The last that there is: not every epoch has one of each log (`validation_freq`). */
export function lastValue(values: readonly CurveValue[]): CurveValue {
  return values.findLast((value) => value !== null) ?? null;
}

/** The number of the last epoch that was told. */
export function lastEpoch(fit: CurvesFit): number {
  return fit.first - 1 + epochsOf(fit);
}

export function epochsOf({ logs }: CurvesFit): number {
  return Math.max(0, ...Object.values(logs).map((values) => values.length));
}

function logTexts(logs: readonly (readonly [string, CurveValue])[]): string[] {
  return logs.map(([name, value]) => `${name} ${number(value)}`);
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

/** Curves of a loop that share a chart: those of training, validation and test, with or without their names before them; losses first. */
export function loopChartsOf(
  curves: CurvesLoop['curves'],
): readonly { readonly title: string; readonly names: readonly string[] }[] {
  const charts = new Map<string, string[]>();
  for (const name of Object.keys(curves)) {
    const measure = name.replace(judged, '').replace(/^train_/, '');
    const chart = charts.get(measure);
    if (chart) chart.push(name);
    else charts.set(measure, [name]);
  }
  return [...charts]
    .map(([measure, names]) => ({ title: names.length > 1 ? measure : (names[0] ?? measure), names }))
    .sort((a, b) => Number(/loss/.test(b.title)) - Number(/loss/.test(a.title)));
}

const judged = /^(val|test|valid|validation)_/;

/** Whether a curve of a loop is of data that it does not train on, going by its name. */
export function isJudged(name: string): boolean {
  return judged.test(name);
}

/** `Step 1,200 · loss 0.3120 · 410 steps a second`. */
export function loopText({ curves, seconds }: CurvesLoop): string {
  const last = lastStep(curves);
  const logs = Object.entries(curves).map(([name, { values }]) => `${name} ${number(values.at(-1))}`);
  const pace = seconds > 0 && last > 1 ? [`${paceText(last / seconds)} a second`] : [];
  return [`Step ${last.toLocaleString('en')}`, ...logs, ...pace].join(' · ');
}

function paceText(pace: number): string {
  return `${pace >= 10 ? Math.round(pace).toLocaleString('en') : pace.toPrecision(2)} steps`;
}

export function lastStep(curves: CurvesLoop['curves']): number {
  return Math.max(0, ...Object.values(curves).map(({ steps }) => steps.at(-1) ?? 0));
}

/** The table has every so manieth epoch: at most 5,000 rows. */
export function rowStep(epochs: number): number {
  let step = 1;
  while (epochs / step > 5000) step *= 10;
  return step;
}
