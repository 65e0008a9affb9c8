import type { LoggedValue, Logs, RunEvent } from '../contract.js';
import type { Curve } from './curves.js';
import { duration, logsText, timePerStep } from './progress-bar.js';

type LoopEvent = Extract<RunEvent, { readonly event: 'loop' }>;
type PointsEvent = Extract<RunEvent, { readonly event: 'points' }>;

/** A training loop that the script itself writes, as far as it has been told. */
export class LoopReport {
  private readonly kept = new Map<string, { readonly steps: number[]; readonly values: LoggedValue[] }>();
  private seconds = 0;

  constructor(private readonly loop: LoopEvent) {}

  /** `Training loop in line 12`. */
  get title(): string {
    return `${this.loop.title} in line ${this.loop.line}`;
  }

  get curves(): readonly Curve[] {
    return [...this.kept].map(([name, curve]) => ({ name, ...curve }));
  }

  take({ curves, seconds }: PointsEvent): void {
    this.seconds = seconds;
    for (const [name, { steps, values }] of Object.entries(curves)) {
      let kept = this.kept.get(name);
      if (!kept) {
        kept = { steps: [], values: [] };
        this.kept.set(name, kept);
      }
      for (const [i, step] of steps.entries()) {
        if (kept.steps.at(-1) !== step) kept.steps.push(step);
        kept.values[kept.steps.length - 1] = values[i] ?? null;
      }
    }
  }

  /** `step 1200 - 12s - 10ms/step - loss: 0.3021`. */
  get line(): string {
    const step = Math.max(0, ...[...this.kept.values()].map(({ steps }) => steps.at(-1) ?? 0));
    const logs: Logs = Object.fromEntries([...this.kept].map(([name, { values }]) => [name, values.at(-1) ?? null]));
    return `step ${step} - ${duration(this.seconds)} - ${timePerStep(this.seconds, step)} - ${logsText(logs)}`;
  }
}
