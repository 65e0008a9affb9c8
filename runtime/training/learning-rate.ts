import { rateAt } from '../../server/language/schedules/index.js';
import type { Configuration, OptimizerSpec } from '../../server/language/training-request.js';
import { listSetting, numberSetting, optionalNumber } from '../program/settings.js';
import { Unsupported } from '../program/unsupported.js';

/** The learning rate of each step: a number that may be set anew between steps, or a schedule. */
export class LearningRate {
  private current: number | Configuration;
  /** Keras 2's `decay=`: the rate is divided by 1 + decay × steps. */
  private readonly decay: number;

  constructor(spec: OptimizerSpec) {
    this.current = spec.learningRate;
    this.decay = optionalNumber(spec, 'decay') ?? 0;
  }

  /** Of the step that comes after so many others. Throws Unsupported for a schedule that is not known. */
  at(step: number): number {
    const { current, decay } = this;
    if (typeof current !== 'number') return scheduled(current, step);
    return decay === 0 ? current : Math.fround(Math.fround(current) / Math.fround(1 + Math.fround(decay * step)));
  }

  /** What the optimiser's variable holds after so many steps: without `decay=`. */
  variable(step: number): number {
    return typeof this.current === 'number' ? this.current : this.at(step);
  }

  set(rate: number): void {
    this.current = rate;
  }

  /** Of the next steps after so many others. */
  next(after: number, steps: number): Float32Array {
    return Float32Array.from({ length: steps }, (_, index) => this.at(after + index));
  }
}

/** A schedule of Keras, or one of the program's own: `rates`, what it gave for each step from `first` on. */
function scheduled(schedule: Configuration, step: number): number {
  if (schedule.name === 'rates') {
    const rate = listSetting(schedule, 'rates')[step - numberSetting(schedule, 'first')];
    if (typeof rate !== 'number') throw new Error(`the schedule was not asked for step ${step}`);
    return rate;
  }
  const rate = rateAt(schedule, step);
  if (rate === undefined) throw new Unsupported(`the schedule ${schedule.name}`);
  return rate;
}
