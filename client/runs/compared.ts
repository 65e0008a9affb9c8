import { basename, dirname } from 'node:path';
import type { KeptRun } from '../../runtime/runs/read-run.js';
import type { ComparedTraining } from '../../webviews/compare/contract.js';
import type { CurvePoints, CurvesFit, CurvesLoop, CurvesState } from '../../webviews/curves/contract.js';
import { whenText } from '../views/when.js';

/** A run that is compared with others: as it is kept, and what it has told. */
export interface ComparedRun {
  readonly kept: KeptRun;
  readonly state: CurvesState;
}

/** Their trainings in the order in which they began. */
export function comparedTrainings(runs: readonly ComparedRun[], now = new Date()): ComparedTraining[] {
  const byTime = [...runs].sort((a, b) => (a.kept.record.started < b.kept.record.started ? -1 : 1));
  const versions = new Map<string, string[]>();
  return byTime.flatMap((run) => {
    const { file, script } = run.kept.record;
    if (script === undefined) return trainingsOf(run, undefined, now);
    const known = versions.get(file) ?? [];
    versions.set(file, known);
    if (!known.includes(script)) known.push(script);
    return trainingsOf(run, known.indexOf(script) + 1, now);
  });
}

/** What tells the runs apart that have not trained (yet). */
export function runsWithoutCurves(runs: readonly ComparedRun[], now = new Date()): readonly string[] {
  return runs
    .filter(({ state }) => state.fits.length + state.loops.length === 0)
    .map(({ kept: { record } }) => `${nameOf(record.file)}, ${whenText(new Date(record.started), now)}`);
}

/** `version`: which text of its script the run had, 1 for the oldest that is compared. */
function trainingsOf({ kept, state }: ComparedRun, version: number | undefined, now: Date): ComparedTraining[] {
  const { record, folder } = kept;
  const { fits, loops } = state;
  const run = {
    run: folder,
    name: nameOf(record.file),
    when: whenText(new Date(record.started), now),
  };
  const common = {
    folder: dirname(record.file),
    ...(version === undefined ? {} : { 'script version': String(version) }),
    arguments: (record.arguments ?? []).join(' '),
    engine: state.engine,
  };
  const isAlone = fits.length + loops.length === 1;
  const fitted = fits.map((fit, i): ComparedTraining => {
    const isLast = i === fits.length - 1;
    return {
      ...run,
      id: `${folder} fit ${i + 1}`,
      ...(isAlone ? {} : { part: `${fit.model}.fit, ${placeOf(fit)}${again(fits, i)}` }),
      by: 'epoch',
      // A fit that another one followed was over then, however the run ended.
      status: isLast ? state.status : 'completed',
      progress: `${epochOf(fit)} of ${fit.epochs} epochs`,
      settings: { ...common, model: fit.model, epochs: String(fit.epochs), ...texts(fit.settings) },
      curves: Object.fromEntries(Object.entries(fit.logs).map(([name, values]) => [name, pointsOf(fit, values)])),
    };
  });
  const looped = loops.map(
    (loop, i): ComparedTraining => ({
      ...run,
      id: `${folder} loop ${i + 1}`,
      ...(isAlone ? {} : { part: `${loop.title}, ${placeOf(loop)}${again(loops, i)}` }),
      by: 'step',
      status: i === loops.length - 1 && loop.after === fits.length ? state.status : 'completed',
      progress: `${stepOf(loop).toLocaleString('en')} steps`,
      settings: common,
      curves: loop.curves,
    }),
  );
  return [...fitted, ...looped];
}

function nameOf(file: string): string {
  return basename(file.replaceAll('\\', '/'));
}

function texts(settings: CurvesFit['settings']): Record<string, string> {
  // `loss` is a measure's name, too.
  return Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [name === 'loss' ? 'loss function' : name, String(value)]),
  );
}

function placeOf({ line, cell }: CurvesFit | CurvesLoop): string {
  return cell === undefined ? `line ${line}` : `cell ${cell}, line ${line}`;
}

/** ` (2)` for the second of the same line, as the folds of a cross-validation are. */
function again(all: readonly (CurvesFit | CurvesLoop)[], index: number): string {
  const same = (each: CurvesFit | CurvesLoop | undefined) =>
    each?.line === all[index]?.line && each?.cell === all[index]?.cell;
  const before = all.slice(0, index).filter(same).length;
  return before === 0 && !all.slice(index + 1).some(same) ? '' : ` (${before + 1})`;
}

/** Of a run that is over they are made once. */
const made = new WeakMap<CurvesFit['logs'][string], CurvePoints>();

function pointsOf({ first }: CurvesFit, values: CurvesFit['logs'][string]): CurvePoints {
  const known = made.get(values);
  if (known?.steps.length === values.length && (known.steps[0] ?? first) === first) return known;
  const points = { steps: values.map((_, i) => first + i), values };
  made.set(values, points);
  return points;
}

function epochOf({ first, logs }: CurvesFit): number {
  return first - 1 + Math.max(0, ...Object.values(logs).map((values) => values.length));
}

function stepOf({ curves }: CurvesLoop): number {
  return Math.max(0, ...Object.values(curves).map(({ steps }) => steps.at(-1) ?? 0));
}
