import type { Logs, RunEvent } from '../contract.js';
import { type Curve, drawCurves } from './curves.js';
import { LoopReport } from './loop-report.js';
import {
  downloadLine,
  duration,
  logsText,
  type Progress,
  progressLine,
  summaryLine,
  timePerStep,
} from './progress-bar.js';
import { colored, type Terminal } from './terminal.js';

type FitEvent = Extract<RunEvent, { readonly event: 'fit' }>;

type EpochPlace = Pick<Extract<RunEvent, { readonly event: 'epoch' }>, 'fit' | 'epoch' | 'epochs'>;

interface FitReport {
  readonly fit: FitEvent;
  /** The logs of each epoch. */
  readonly epochs: Logs[];
  /** The number of the first. */
  first?: number;
}

/** Text rows of a chart, without its axis. */
const chartRows = 8;
/** Curves of at most this many fits are drawn: a search over twenty has its history in the run's folder. */
const mostCharts = 2;

/**
 * Tells a run in a terminal as Keras would: what the script prints, a bar an epoch with the time
 * left, and at the end the curves. Where lines cannot be redrawn, one line an epoch.
 */
export class TrainingReport {
  private readonly fits: FitReport[] = [];
  private readonly loops: LoopReport[] = [];
  /** The fit and epoch whose title stands above the bar. */
  private titled = '';
  private isBarDrawn = false;
  /** Steps of the epoch at hand, as far as they have been told. */
  private done = 0;

  constructor(
    private readonly out: Terminal,
    private readonly errors: Terminal,
    /** A line of the script with its place, for what went wrong there; `name` is the function's around it, `file` an imported one. */
    private readonly quoteLine: (line: number, name?: string, file?: string) => string,
  ) {}

  take(event: RunEvent): void {
    switch (event.event) {
      case 'start':
        this.out.write(colored(this.out, 'gray', `Training with ${event.engine} (${event.device})\n`));
        return;
      case 'print':
        this.clearBar();
        this.out.write(event.text);
        return;
      case 'download':
        this.download(event);
        return;
      case 'fit':
        this.fits.push({ fit: event, epochs: [] });
        return;
      case 'progress':
        this.progress(event);
        return;
      case 'epoch':
        this.epoch(event);
        return;
      case 'loop':
        this.loops.push(new LoopReport(event));
        return;
      case 'points':
        this.points(event);
        return;
      case 'evaluate':
        if (event.verbose === 2) this.out.write(`${summaryLine({ ...event, step: event.steps })}\n`);
        else if (event.verbose === 1)
          this.out.write(`${event.samples} samples in ${duration(event.seconds)} - ${logsText(event.logs)}\n`);
        return;
      case 'warning':
        this.clearBar();
        this.errors.write(`${colored(this.errors, 'yellow', 'Warning:')} ${event.message}\n`);
        if (event.line !== undefined) this.errors.write(this.quoteLine(event.line));
        return;
      case 'end':
        this.clearBar();
        this.end(event);
        return;
    }
  }

  /** One line that is drawn again; where lines cannot be, what came in the end. */
  private download(event: Extract<RunEvent, { readonly event: 'download' }>): void {
    if (!this.out.canRedraw && !event.done) return;
    this.clearBar();
    this.out.write(`${downloadLine(event).slice(0, this.out.columns - 1)}${event.done ? '\n' : ''}`);
    this.isBarDrawn = !event.done;
  }

  /** One line that is drawn again, until the script prints something of its own. */
  private points(event: Extract<RunEvent, { readonly event: 'points' }>): void {
    const loop = this.loops[event.loop - 1];
    loop?.take(event);
    if (!loop || !this.out.canRedraw) return;
    this.out.write(`\r${loop.line.slice(0, this.out.columns - 1)}\x1b[K`);
    this.isBarDrawn = true;
  }

  private progress(event: Extract<RunEvent, { readonly event: 'progress' }>): void {
    this.done = event.step;
    const verbose = this.fits.at(-1)?.fit.verbose;
    if (verbose === 2) this.title(event);
    if (!this.out.canRedraw || verbose !== 1) return;
    this.drawBar(event, event);
  }

  private epoch(event: Extract<RunEvent, { readonly event: 'epoch' }>): void {
    const report = this.fits.at(-1);
    if (!report) return;
    report.first ??= event.epoch;
    report.epochs.push(event.logs);
    if (report.fit.verbose === 0) return;
    const steps = report.fit.steps ?? this.done;
    const { seconds, logs } = event;
    if (report.fit.verbose === 2) {
      this.title(event);
      this.out.write(`${summaryLine({ step: steps, steps, seconds, logs })}\n`);
      this.titled = '';
    } else if (this.out.canRedraw && report.fit.verbose === 1) {
      this.drawBar(event, { step: steps, steps, seconds, logs });
      this.out.write('\n');
      this.titled = '';
      this.isBarDrawn = false;
    } else {
      const time = `${duration(seconds)} - ${timePerStep(seconds, steps)}`;
      this.out.write(`Epoch ${event.epoch}/${event.epochs} - ${time} - ${logsText(logs)}\n`);
    }
  }

  private end(event: Extract<RunEvent, { readonly event: 'end' }>): void {
    const drawable = this.fits.filter(({ epochs }) => epochs.length > 1);
    for (const fit of drawable.slice(-mostCharts)) this.drawFit(fit);
    for (const loop of this.loops) this.out.write(`${loop.title}: ${loop.line}\n`);
    for (const loop of this.loops.slice(-mostCharts)) this.drawLoop(loop);
    if (event.status === 'failed') {
      if (event.trace) this.errors.write('Traceback (most recent call last):\n');
      for (const { line, name, file } of event.trace ?? []) this.errors.write(this.quoteLine(line, name, file));
      if (!event.trace && event.line !== undefined) this.errors.write(this.quoteLine(event.line));
      this.errors.write(`${colored(this.errors, 'red', event.message ?? 'The run failed.')}\n`);
    }
    const status = { completed: 'Completed', stopped: 'Stopped', failed: 'Failed' }[event.status];
    const reason = event.status === 'stopped' && event.message ? ` ${event.message}` : '';
    const kept = event.run && ` This run is kept in ${event.run}`;
    this.out.write(colored(this.out, 'gray', `${status} in ${duration(event.seconds)}.${reason}${kept}\n`));
  }

  /** A chart for the loss and one for each metric, training and validation together. */
  private drawFit({ fit, epochs, first = 1 }: FitReport): void {
    const names = [...new Set(epochs.flatMap((logs) => Object.keys(logs)))];
    const curve = (name: string): Curve => ({ name, values: epochs.map((logs) => logs[name]) });
    const measures = names.filter((name) => !name.startsWith('val_')).sort(lossFirst);
    for (const measure of measures) {
      const curves = [measure, `val_${measure}`].filter((name) => names.includes(name)).map(curve);
      this.draw(`${measure} of ${fit.model} (fit in line ${fit.line})`, curves, first);
    }
    this.out.write('\n');
  }

  /** A chart for each curve that has come to more than one point. */
  private drawLoop(loop: LoopReport): void {
    for (const curve of loop.curves) {
      if (curve.values.length > 1) this.draw(`${curve.name} (${loop.title})`, [curve], 1);
    }
    this.out.write('\n');
  }

  private draw(title: string, curves: readonly Curve[], first: number): void {
    const { columns, hasColor } = this.out;
    const lines = drawCurves(curves, { columns: Math.min(columns - 1, 100), rows: chartRows, hasColor, first });
    if (lines.length > 0) this.out.write(`\n${colored(this.out, 'bold', title)}\n${lines.join('\n')}\n`);
  }

  /** A bar in place of the one before, under its epoch's title. */
  private drawBar(place: EpochPlace, progress: Progress): void {
    this.title(place);
    this.out.write(`\r${progressLine(progress, this.out.columns)}\x1b[K`);
    this.isBarDrawn = true;
  }

  /** Stands above an epoch's line, once; Keras leaves it out where there is one epoch alone. */
  private title({ fit, epoch, epochs }: EpochPlace): void {
    const title = `${fit}: ${epoch}`;
    if (this.titled !== title && epochs > 1) this.out.write(`Epoch ${epoch}/${epochs}\n`);
    this.titled = title;
  }

  /** Takes an unfinished bar away, so that other text starts on a line of its own. */
  private clearBar(): void {
    if (this.isBarDrawn) this.out.write('\r\x1b[K');
    this.isBarDrawn = false;
  }
}

function lossFirst(a: string, b: string): number {
  return Number(b === 'loss') - Number(a === 'loss');
}
