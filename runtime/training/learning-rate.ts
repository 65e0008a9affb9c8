import type { Configuration, OptimizerSpec } from '../../server/language/training-request.js';
import { Unsupported } from '../program/unsupported.js';

/** The learning rate of each step: a number that may be set anew between steps, or a schedule. */
export class LearningRate {
  private current: number | Configuration;

  constructor({ learningRate }: OptimizerSpec) {
    this.current = learningRate;
  }

  /** Of the step that comes after so many others. */
  at(_step: number): number {
    if (typeof this.current === 'number') return this.current;
    throw new Unsupported(`the schedule ${this.current.name}`);
  }

  set(rate: number): void {
    this.current = rate;
  }

  /** Of the next steps after so many others. */
  next(after: number, steps: number): Float32Array {
    return Float32Array.from({ length: steps }, (_, index) => this.at(after + index));
  }
}
