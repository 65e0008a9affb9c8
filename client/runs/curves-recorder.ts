import type { RunEvent } from '../../runtime/contract.js';
import type { CurvesFit, CurvesState } from '../../webviews/curves/contract.js';

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };
type Log = (number | null)[];
interface Fit extends Mutable<Omit<CurvesFit, 'logs'>> {
  readonly logs: Record<string, Log>;
}

/** The events of a run, live or kept, gathered into what the page of learning curves shows. */
export class CurvesRecorder {
  private readonly fits: Fit[] = [];
  private readonly current: Mutable<CurvesState>;

  /** @param placeOf where a line of the program stands: in a notebook, in one of its cells */
  constructor(
    title: string,
    private readonly placeOf: (line: number) => { readonly cell?: number; readonly line: number } = (line) => ({
      line,
    }),
  ) {
    this.current = { title, engine: '', status: 'starting', fits: this.fits };
  }

  /** Grows with further events. */
  get state(): CurvesState {
    return this.current;
  }

  take(event: RunEvent): void {
    if (event.event === 'start') this.start(`${event.engine} (${event.device})`);
    else if (event.event === 'fit')
      this.fits.push({
        model: event.model,
        ...this.placeOf(event.line),
        epochs: event.epochs,
        epoch: 1,
        progress: 0,
        secondsLeft: null,
        logs: {},
        current: {},
      });
    else if (event.event === 'progress') this.progress(event);
    else if (event.event === 'epoch') this.epoch(event);
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

  private start(engine: string): void {
    this.current.engine = engine;
    if (this.current.status === 'starting') this.current.status = 'running';
  }

  private progress({ epoch, epochs, step, steps, seconds, logs }: Extract<RunEvent, { event: 'progress' }>): void {
    const fit = this.fits.at(-1);
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
    const fit = this.fits.at(-1);
    if (!fit) return;
    const before = Math.max(0, ...Object.values(fit.logs).map((log) => log.length));
    for (const name of new Set([...Object.keys(fit.logs), ...Object.keys(logs)])) {
      // A log that comes later than the others has nothing for the epochs before.
      fit.logs[name] ??= Array.from<null>({ length: before }).fill(null);
      fit.logs[name].push(logs[name] ?? null);
    }
    Object.assign(fit, { epoch, progress: 1, current: logs, secondsLeft: (epochs - epoch) * seconds });
  }
}
