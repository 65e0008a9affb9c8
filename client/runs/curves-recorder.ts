import type { RunEvent } from '../../runtime/contract.js';
import type { CurvesFit, CurvesLoop, CurvesState } from '../../webviews/curves/contract.js';

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };
type Log = (number | null)[];
interface Fit extends Mutable<Omit<CurvesFit, 'logs'>> {
  readonly logs: Record<string, Log>;
}
interface Loop extends Mutable<Omit<CurvesLoop, 'curves'>> {
  readonly curves: Record<string, { readonly steps: number[]; readonly values: Log }>;
}

/** Where a line of the program stands: in a notebook, in one of its cells. */
export type PlaceOf = (line: number) => { readonly cell?: number; readonly line: number };

/** The events of a run, live or kept, gathered into what the page of learning curves shows. */
export class CurvesRecorder {
  private readonly fits: Fit[] = [];
  private readonly loops: Loop[] = [];
  private readonly current: Mutable<CurvesState>;
  /** How many fits were told. */
  private told = 0;

  constructor(
    title: string,
    private readonly placeOf: PlaceOf = (line) => ({ line }),
  ) {
    this.current = { title, engine: '', status: 'starting', fits: this.fits, loops: this.loops };
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
    else if (event.event === 'end') this.end(event.status, event.message, event.line);
  }

  stopping(): void {
    if (this.current.status === 'starting' || this.current.status === 'running') this.current.status = 'stopping';
  }

  end(status: CurvesState['status'], message?: string, line?: number): void {
    this.current.status = status;
    if (message !== undefined) this.current.message = message;
    if (line !== undefined) Object.assign(this.current, this.placeOf(line));
    for (const fit of this.fits) fit.secondsLeft = null;
  }

  /** Whether the page offers to go on with a run that is over. */
  resumable(resumable: boolean): void {
    this.current.resumable = resumable;
  }

  private fit({ model, line, epochs }: Extract<RunEvent, { event: 'fit' }>): void {
    this.told += 1;
    const known = this.fits[this.told - 1];
    const place = { model, ...this.placeOf(line), epochs };
    if (known) Object.assign(known, place);
    else
      this.fits.push({ ...place, first: 1, epoch: 1, progress: 0, secondsLeft: null, logs: {}, current: {}, told: 0 });
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
        kept.values[kept.steps.length - 1] = values[i] ?? null;
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
    const stepsLeft = steps === undefined ? undefined : steps - step + (epochs - epoch) * steps;
    Object.assign(fit, {
      epoch,
      progress: steps === undefined ? 0 : step / steps,
      current: logs,
      secondsLeft: step && stepsLeft !== undefined ? (seconds / step) * stepsLeft : null,
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
      fit.logs[name][before] = logs[name] ?? null;
    }
    Object.assign(fit, { epoch, progress: 1, current: logs, secondsLeft: (epochs - epoch) * seconds });
  }
}
