import type { LoggedValue, Logs, RunEvent } from '../../runtime/contract.js';
import type {
  CurvesEvaluation,
  CurvesFit,
  CurvesLoop,
  CurvesState,
  CurvesWarning,
  CurveValue,
} from '../../webviews/curves/contract.js';

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };
type Log = CurveValue[];
interface Fit extends Mutable<Omit<CurvesFit, 'logs'>> {
  readonly logs: Record<string, Log>;
}
interface Loop extends Mutable<Omit<CurvesLoop, 'curves'>> {
  readonly curves: Record<string, { readonly steps: number[]; readonly values: Log }>;
}

/** More warnings than this are in the output alone. */
const mostWarnings = 20;
/** So much of the end of what is printed is shown. In characters. */
const mostPrinted = 20_000;

/** Where a line of the program stands: in a notebook, in one of its cells. */
export type PlaceOf = (line: number) => { readonly cell?: number; readonly line: number };

/** The events of a run, live or kept, gathered into what the page of learning curves shows. */
export class CurvesRecorder {
  private readonly fits: Fit[] = [];
  private readonly loops: Loop[] = [];
  private readonly warnings: CurvesWarning[] = [];
  private readonly evaluations: Mutable<CurvesEvaluation>[] = [];
  private readonly current: Mutable<CurvesState>;
  /** How many fits were told. */
  private told = 0;
  /** Seconds an epoch of the fit at hand, over its last epochs; a single one may wait for other work on the machine. */
  private pace: { readonly seconds: number; readonly epochs: number } | undefined;

  constructor(
    title: string,
    private readonly placeOf: PlaceOf = (line) => ({ line }),
  ) {
    const { fits, loops, warnings, evaluations } = this;
    this.current = { title, engine: '', status: 'starting', fits, loops, warnings, evaluations, printed: '' };
  }

  /** Grows with further events. */
  get state(): CurvesState {
    return this.current;
  }

  /** Shows what an interrupted run had told, until the run that goes on with it has told as much. Loops of the script's own begin anew. */
  begin(events: readonly RunEvent[]): void {
    for (const event of events) if (event.event === 'fit' || event.event === 'epoch') this.take(event);
    this.told = 0;
    for (const fit of this.fits) Object.assign(fit, { told: 0, secondsLeft: null });
  }

  take(event: RunEvent): void {
    if (event.event === 'start') this.start(`${event.engine} (${event.device})`);
    else if (event.event === 'fit') this.fit(event);
    else if (event.event === 'progress') this.progress(event);
    else if (event.event === 'epoch') this.epoch(event);
    else if (event.event === 'loop') this.loop(event);
    else if (event.event === 'points') this.points(event);
    else if (event.event === 'evaluate') this.evaluate(event);
    else if (event.event === 'print') this.current.printed = endOf(this.current.printed + event.text);
    else if (event.event === 'warning') this.warn(event);
    else if (event.event === 'end') this.end(event.status, event.message, event.line, event.seconds);
  }

  stopping(): void {
    if (this.current.status === 'starting' || this.current.status === 'running') this.current.status = 'stopping';
  }

  end(status: CurvesState['status'], message?: string, line?: number, seconds?: number): void {
    this.current.status = status;
    if (seconds !== undefined) this.current.seconds = seconds;
    if (message !== undefined) this.current.message = message;
    if (line !== undefined) Object.assign(this.current, this.placeOf(line));
    for (const fit of this.fits) fit.secondsLeft = null;
  }

  /** Whether the page offers to go on with a run that is over. */
  resumable(resumable: boolean): void {
    this.current.resumable = resumable;
  }

  private fit(event: Extract<RunEvent, { event: 'fit' }>): void {
    const { model, line, epochs, batchSize, samples, parameters } = event;
    this.told += 1;
    this.pace = undefined;
    const sizes = { batch_size: batchSize, ...(samples === undefined ? {} : { samples }), parameters };
    const known = this.fits[this.told - 1];
    const place = { model, ...this.placeOf(line), epochs, settings: { ...event.settings, ...sizes } };
    if (known) Object.assign(known, place);
    else
      this.fits.push({ ...place, first: 1, epoch: 1, progress: 0, secondsLeft: null, logs: {}, current: {}, told: 0 });
  }

  private evaluate({ line, ...event }: Extract<RunEvent, { event: 'evaluate' }>): void {
    const logs = valuesOf(event.logs);
    const place = this.placeOf(line);
    const known = this.evaluations.find((each) => each.line === place.line && each.cell === place.cell);
    if (known) Object.assign(known, { logs, times: known.times + 1 });
    else this.evaluations.push({ ...place, logs, times: 1 });
  }

  private warn({ message, line }: Extract<RunEvent, { event: 'warning' }>): void {
    const warning = { message, ...(line === undefined ? {} : this.placeOf(line)) };
    const isKnown = this.warnings.some(
      (each) => each.message === message && each.line === warning.line && each.cell === warning.cell,
    );
    if (!isKnown && this.warnings.length < mostWarnings) this.warnings.push(warning);
  }

  private loop({ title, line }: Extract<RunEvent, { event: 'loop' }>): void {
    this.loops.push({ title, ...this.placeOf(line), after: this.told, seconds: 0, curves: {} });
  }

  private points({ loop: number, seconds, curves }: Extract<RunEvent, { event: 'points' }>): void {
    const loop = this.loops[number - 1];
    if (!loop) return;
    loop.seconds = seconds;
    for (const [name, { steps, values }] of Object.entries(curves)) {
      loop.curves[name] ??= { steps: [], values: [] };
      const kept = loop.curves[name];
      for (const [i, step] of steps.entries()) {
        const last = kept.steps.at(-1) ?? 0;
        if (step < last) continue;
        if (step > last) kept.steps.push(step);
        kept.values[kept.steps.length - 1] = valueOf(values[i]);
      }
    }
  }

  private start(engine: string): void {
    this.current.engine = engine;
    if (this.current.status === 'starting') this.current.status = 'running';
  }

  private progress({ epoch, epochs, step, steps, seconds, logs }: Extract<RunEvent, { event: 'progress' }>): void {
    const fit = this.fits[this.told - 1];
    if (!fit) return;
    const share = steps === undefined ? undefined : step / steps;
    const pace = this.pace?.seconds ?? (share ? seconds / share : undefined);
    const rest = share === undefined ? Math.max(0, (pace ?? 0) - seconds) : (pace ?? 0) * (1 - share);
    Object.assign(fit, {
      epoch,
      progress: share ?? 0,
      current: valuesOf(logs),
      secondsLeft: pace === undefined ? null : rest + pace * (epochs - epoch),
    });
  }

  private epoch({ epoch, epochs, seconds, logs }: Extract<RunEvent, { event: 'epoch' }>): void {
    const fit = this.fits[this.told - 1];
    if (!fit) return;
    const before = fit.told;
    if (before === 0) fit.first = epoch;
    fit.told += 1;
    for (const name of new Set([...Object.keys(fit.logs), ...Object.keys(logs)])) {
      // A log that comes later than the others has nothing for the epochs before.
      fit.logs[name] ??= Array.from<null>({ length: before }).fill(null);
      fit.logs[name][before] = valueOf(logs[name]);
    }
    const known = this.pace ?? { seconds: 0, epochs: 0 };
    const weight = Math.max(1 / (known.epochs + 1), 1 / 20);
    const pace = known.seconds + (seconds - known.seconds) * weight;
    this.pace = { seconds: pace, epochs: known.epochs + 1 };
    Object.assign(fit, { epoch, progress: 1, current: valuesOf(logs), secondsLeft: (epochs - epoch) * pace });
  }
}

/** Events have null for NaN. */
function valueOf(value: LoggedValue | undefined): CurveValue {
  return value === undefined ? null : (value ?? 'nan');
}

function valuesOf(logs: Logs): Record<string, CurveValue> {
  return Object.fromEntries(Object.entries(logs).map(([name, value]) => [name, valueOf(value)]));
}

/** A line without what was written over; of the last one what stands before its end may still be. */
function afterReturns(line: string, index: number, lines: readonly string[]): string {
  let end = line.length;
  while (end > 0 && line[end - 1] === '\r') end -= 1;
  const start = end === 0 ? 0 : line.lastIndexOf('\r', end - 1) + 1;
  return line.slice(start, index === lines.length - 1 ? line.length : end);
}

/** The end of a text in whole lines; a line that was written over by `\r` is gone, as in a terminal. */
function endOf(text: string): string {
  const shown = text.includes('\r') ? text.split('\n').map(afterReturns).join('\n') : text;
  if (shown.length <= mostPrinted) return shown;
  const end = shown.slice(-mostPrinted);
  return end.slice(end.indexOf('\n') + 1);
}
